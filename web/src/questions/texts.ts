export interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly default: unknown;
  readonly description: string;
}
export interface Question {
  readonly name: string;
  readonly sentence: string;
  readonly cypher: string;
  readonly parameters: readonly Parameter[];
}
export type Given = Readonly<Record<string, string>>;

/** A parameter may be left out where its description says what it is then, and where it is a number. */
export const optional = (parameter: Parameter): boolean =>
  parameter.type === "INTEGER" || parameter.description.includes("empty for");

const asText = (value: unknown): string => {
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "string" ? value : value === null || value === undefined ? "" : JSON.stringify(value);
};

/** What is in a parameter's field before anything is typed: the example of the file. */
export const example = (parameter: Parameter): string => asText(parameter.default);

/** A parameter as its type, from the text of its field. */
export function typed(parameter: Parameter, text: string): unknown {
  if (parameter.type === "INTEGER") return text.trim() === "" ? parameter.default : Number(text);
  if (parameter.type === "LIST<STRING>")
    return text
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean);
  return text.trim();
}

export const values = (question: Question, given: Given): Record<string, unknown> =>
  Object.fromEntries(question.parameters.map((one) => [one.name, typed(one, given[one.name] ?? example(one))]));

function literal(value: unknown, quote: string): string {
  if (Array.isArray(value)) return `[${value.map((one) => literal(one, quote)).join(", ")}]`;
  if (typeof value !== "string") return String(value);
  const escaped = value.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`).replaceAll("\n", "\\n");
  return quote + escaped + quote;
}

/** The question as one statement for Neo4j Browser, which draws no answer to several: its values stand in it as literals. */
export function forBrowser(question: Question, given: Given): string {
  const said = values(question, given);
  const body = question.cypher.slice(question.cypher.indexOf("CYPHER 25")).trimEnd();
  const whole = body.replace(/\$(\w+)/g, (text, name: string) => (name in said ? literal(said[name], "'") : text));
  return `// ${question.sentence}\n${whole}\n`;
}

/** The question as a field of `ask`. */
export function forGraphql(question: Question, given: Given): string {
  const field = question.name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const said = question.parameters.flatMap((one) => {
    const value = typed(one, given[one.name] ?? example(one));
    return value === "" ? [] : [`${one.name}: ${literal(value, '"')}`];
  });
  return `{\n  ask {\n    ${field}${said.length > 0 ? `(${said.join(", ")})` : ""} { columns rows }\n  }\n}\n`;
}
