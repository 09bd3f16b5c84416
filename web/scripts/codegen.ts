// Types and operations from the committed schema: `node scripts/codegen.ts` writes src/generated/.
//
// Beside the operations in src/operations there are those that follow from the schema alone: what an entity of each
// type has of its own, and a list of each type. A type or property added to the ontology is shown without a line here.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { parts } from "../src/api/parts.ts";
import { colourOf } from "../src/ui/colours.ts";
import { codegen } from "@graphql-codegen/core";
import * as operations from "@graphql-codegen/typescript-operations";
import {
  buildSchema,
  type DocumentNode,
  getNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isEnumType,
  isLeafType,
  isObjectType,
  Kind,
  parse,
  print,
  stripIgnoredCharacters,
} from "graphql";

const HERE = new URL("..", import.meta.url);
const SCHEMA = process.env.QIANGLIAN_SDL ?? new URL("../schema/derived/schema.graphql", HERE);
const OUT = new URL("src/generated/", HERE);

function entityTypes(schema: GraphQLSchema): GraphQLObjectType[] {
  const entity = schema.getType("Entity");
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter((type) => type.getInterfaces().some((one) => one === entity));
}

/** The scalar fields an entity type has that the interface has not, by type. */
function ownFields(schema: GraphQLSchema): Record<string, string[]> {
  const shared = new Set(["id", "name", "names", "evidence"]);
  const entity = schema.getType("Entity");
  if (entity && "getFields" in entity) for (const name of Object.keys(entity.getFields())) shared.add(name);
  return Object.fromEntries(
    entityTypes(schema).map((type) => [
      type.name,
      Object.values(type.getFields())
        .filter((field) => isLeafType(getNamedType(field.type)) && !shared.has(field.name))
        .map((field) => field.name),
    ]),
  );
}

function derived(schema: GraphQLSchema): string {
  const own = Object.entries(ownFields(schema)).filter(([, fields]) => fields.length > 0);
  // Under an alias of its own each: two types may have a property of one name and of different types.
  const properties = own.map(
    ([type, fields]) => `... on ${type} { ${fields.map((name) => `${type}_${name}: ${name}`).join(" ")} }`,
  );
  const lists = Object.values(schema.getQueryType()?.getFields() ?? {}).flatMap((root) => {
    const type = getNamedType(root.type).name.replace(/Connection$/, "");
    if (!own.concat(Object.entries(ownFields(schema))).some(([name]) => name === type)) return [];
    if (!root.args.some((arg) => arg.name === "after")) return [];
    return [
      `query List${type}($lang: Lang!, $after: String, $asOf: Date) {
        list: ${root.name}(first: 50, after: $after, asOf: $asOf, orderBy: [{ name: ASC }]) {
          totalCount pageInfo { hasNextPage endCursor } nodes { ...Card }
        }
      }`,
    ];
  });
  // One operation for each type: Neo4j plans several such lists in one statement for longer than it may take.
  const within = entityTypes(schema)
    .filter((type) => "locatedIn" in type.getFields())
    .flatMap((type) => {
      const root = Object.values(schema.getQueryType()?.getFields() ?? {}).find(
        (field) => getNamedType(field.type).name === `${type.name}Connection`,
      );
      if (!root) return [];
      return [
        `query Within${type.name}($id: ID!, $lang: Lang!, $asOf: Date) {
          list: ${root.name}(where: { within: $id }, first: 6, asOf: $asOf) { totalCount nodes { ...Card } }
        }`,
      ];
    });
  return [`fragment Properties on Entity { ${properties.join(" ")} }`, ...lists, ...within].join("\n");
}

/** The text of an operation with the fragments it uses, and no character more. */
function whole(document: DocumentNode, name: string): string {
  const fragments = new Map(
    document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [])),
  );
  const operation = document.definitions.find((o) => o.kind === Kind.OPERATION_DEFINITION && o.name?.value === name);
  if (!operation) throw new Error(`no operation ${name}`);
  const texts = [print(operation)];
  const seen = new Set<string>();
  // What is added below is visited too.
  for (const text of texts)
    for (const [, spread] of text.matchAll(/\.\.\.(?!\s*on\b)\s*(\w+)/g)) {
      const fragment = spread ? fragments.get(spread) : undefined;
      if (!spread || !fragment || seen.has(spread)) continue;
      seen.add(spread);
      texts.push(print(fragment));
    }
  return stripIgnoredCharacters(texts.join("\n"));
}

/** The style of Neo4j Browser: our colours, and for a caption the name it has in some language. */
function grass(types: readonly string[]): string {
  const captions: Readonly<Record<string, string>> = { Document: "{title}", Evidence: "{place}" };
  const node = (type: string): string =>
    `node.${type} {\n  color: ${colourOf(type, false)};\n  border-color: ${colourOf(type, false)};\n` +
    `  text-color-internal: #FFFFFF;\n  caption: "${captions[type] ?? "{name_en}"}";\n}\n`;
  return [
    'node {\n  diameter: 56px;\n  color: #8B9298;\n  border-color: #6F7A82;\n  border-width: 2px;\n  text-color-internal: #FFFFFF;\n  font-size: 11px;\n  caption: "{name_en}";\n}\n',
    'relationship {\n  color: #8B9298;\n  shaft-width: 1px;\n  font-size: 9px;\n  padding: 3px;\n  text-color-external: #1D2327;\n  text-color-internal: #FFFFFF;\n  caption: "<type>";\n}\n',
    // A node has this label and its own; the own one, which comes later, wins.
    ...["Entity", ...types, "Evidence"].map(node),
  ].join("");
}

/**
 * What the pages ask, for the API to ask once after a start, so that Neo4j has planned it (api/warming.py). `samples` asks for
 * an entity of each type; a variable that is `{ each: types }` stands for the sample of each of these types.
 */
function pages(schema: GraphQLSchema, text: (name: string) => string, relationTypes: readonly string[]): unknown {
  const all = entityTypes(schema).map((type) => type.name);
  const roots = Object.values(schema.getQueryType()?.getFields() ?? {});
  const samples: Record<string, string> = {};
  for (const type of all) {
    const root = roots.find((field) => getNamedType(field.type).name === `${type}Connection`);
    if (root) samples[type] = `{list:${root.name}(first:1){nodes{id}}}`;
  }
  const first = ["Pilot", "IndustrialChain", "Agency", "Government", "Enterprise"]; // what people open first
  const place = { each: ["Government"] };
  const entityPage = (type: string): [string, object][] => [
    ["Entity", { id: { each: [type] } }],
    ...parts(relationTypes).map((types): [string, object] => ["Relations", { id: { each: [type] }, first: 10, types }]),
    ["Timeline", { id: { each: [type] } }],
    ["Figures", { id: { each: [type] } }],
  ];
  const asked: [string, object][] = [
    ["Whole", {}],
    ["Suggest", { text: "a" }],
    ["AllQuestions", {}],
    ["Chains", {}],
    ...first.flatMap(entityPage),
    ["Countries", {}],
    ["Place", { id: place }],
    ["Above", { id: place }],
    ["PlaceHas", { id: place }],
    ...names.filter((name) => name.startsWith("Within")).map((name): [string, object] => [name, { id: place }]),
    ["Results", { text: "a" }],
    ["Answered", { name: { each: ["Question"] } }],
    ...all.filter((type) => !first.includes(type)).flatMap(entityPage),
    ...names.filter((name) => name.startsWith("List")).map((name): [string, object] => [name, {}]),
  ];
  const operations = ["EN", "ZH", "FR"].flatMap((lang) =>
    asked.flatMap(([name, variables]) => {
      const query = text(name);
      const speaks = query.includes("$lang");
      return lang === "EN" || speaks ? [{ query, variables: speaks ? { ...variables, lang } : variables }] : [];
    }),
  );
  return { samples, operations };
}

const schema = buildSchema(readFileSync(SCHEMA, "utf8"));
const folder = new URL("src/operations/", HERE);
const texts = readdirSync(folder)
  .filter((name) => name.endsWith(".graphql"))
  .sort()
  .map((name) => readFileSync(new URL(name, folder), "utf8"));
const document = parse([...texts, derived(schema)].join("\n"));
const types = await codegen({
  schema: parse(readFileSync(SCHEMA, "utf8")),
  schemaAst: schema,
  documents: [{ document }],
  filename: "operations.ts",
  plugins: [{ operations: {} }],
  pluginMap: { operations },
  config: {
    enumsAsTypes: true,
    enumType: "string-literal",
    skipTypename: true,
    immutableTypes: true,
    useTypeImports: true,
    scalars: { Date: "string", JSON: "unknown", ID: "string" },
    defaultScalarType: "unknown",
  },
});
const names = document.definitions.flatMap((one) =>
  one.kind === Kind.OPERATION_DEFINITION && one.name ? [one.name.value] : [],
);
const constants = names.map(
  (name) =>
    `export const ${name} = operation<${name}Query, ${name}QueryVariables>(${JSON.stringify(whole(document, name))});`,
);
const table = (start: string): string =>
  names.flatMap((name) => (name.startsWith(start) ? [`${name.slice(start.length)}: ${name}`] : [])).join(", ");
const relations = schema.getType("RelationType");
const relationTypes = isEnumType(relations) ? relations.getValues().map((value) => value.name) : [];
mkdirSync(OUT, { recursive: true });
mkdirSync(new URL("public/", HERE), { recursive: true });
writeFileSync(new URL("public/style.grass", HERE), grass(entityTypes(schema).map((type) => type.name)));
writeFileSync(
  new URL("public/operations.json", HERE),
  JSON.stringify(pages(schema, (name) => whole(document, name), relationTypes)),
);
writeFileSync(
  new URL("operations.ts", OUT),
  [
    "/* Made by scripts/codegen.ts */",
    'import { operation } from "../api/operation.ts";',
    types,
    ...constants,
    `export const LISTS = { ${table("List")} };`,
    `export const WITHIN = { ${table("Within")} };`,
    `export const RELATION_TYPES: readonly RelationType[] = ${JSON.stringify(relationTypes)};`,
    `export const OWN_FIELDS: Readonly<Record<string, readonly string[]>> = ${JSON.stringify(ownFields(schema))};`,
    "",
  ].join("\n"),
);
