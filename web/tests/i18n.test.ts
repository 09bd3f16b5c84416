import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { buildSchema, isEnumType, isInterfaceType, isObjectType } from "graphql";
import { en } from "../src/i18n/en.ts";
import { fr } from "../src/i18n/fr.ts";
import { known } from "../src/i18n/ontology.ts";
import { zh } from "../src/i18n/zh.ts";

const schema = buildSchema(readFileSync(new URL("../../schema/derived/schema.graphql", import.meta.url), "utf8"));

function values(name: string): string[] {
  const type = schema.getType(name);
  assert.ok(isEnumType(type));
  return type.getValues().map((value) => value.name);
}

test("every type and relation of the ontology has a name in three languages", () => {
  assert.deepEqual(
    values("EntityType").filter((name) => !(name in known.types)),
    [],
  );
  assert.deepEqual(
    values("RelationType").filter((name) => !(name in known.relations)),
    [],
  );
});

test("every field that leads to entities has a name", () => {
  const entity = schema.getType("Entity");
  assert.ok(isInterfaceType(entity));
  const missing = new Set<string>();
  for (const type of Object.values(schema.getTypeMap()))
    if (isObjectType(type) && type.getInterfaces().includes(entity))
      for (const field of Object.values(type.getFields()))
        if (field.args.some((arg) => arg.name === "after") && !(field.name in known.fields)) missing.add(field.name);
  assert.deepEqual([...missing], []);
});

test("messages are the same in all languages, with the same places for values", () => {
  const places = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([one]) => one).sort();
  for (const [key, text] of Object.entries(en))
    for (const other of [zh, fr]) assert.deepEqual(places(other[key as keyof typeof en]), places(text), key);
});
