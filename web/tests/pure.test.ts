import assert from "node:assert/strict";
import { test } from "node:test";
import { downstream } from "../src/chains/order.ts";
import { csv } from "../src/exports/files.ts";
import { forBrowser, forGraphql, type Question } from "../src/questions/texts.ts";
import { idsIn } from "../src/questions/table.ts";
import { shortened, typeOfId } from "../src/ui/types.ts";

const TYPES = ["Agency", "PilotZone", "Pilot", "IndustrialChain"];

test("a table is CSV as RFC 4180 has it, and no formula", () => {
  assert.equal(
    csv([
      ["a", 'b"c'],
      [1, "x,y"],
      [null, "=1+1"],
    ]),
    '\uFEFFa,"b""c"\r\n1,"x,y"\r\n,\'=1+1\r\n',
  );
});

test("the type of an id, and of nothing else", () => {
  assert.equal(typeOfId("pilot-zone/x-1", TYPES), "PilotZone");
  assert.equal(typeOfId("pilot/x", TYPES), "Pilot");
  assert.equal(typeOfId("strengthens/1aef", TYPES), null);
  assert.equal(typeOfId("and/or", TYPES), null);
  assert.deepEqual(idsIn(["SIGNED pilot/x", ["agency/a", "agency/a"], 3, null], TYPES), ["pilot/x", "agency/a"]);
});

test("upstream comes first, and a circle does not hang", () => {
  const chain = (id: string, ...feeds: string[]) => ({ id, feeds: { nodes: feeds.map((one) => ({ id: one })) } });
  const order = downstream([chain("phones", "shops"), chain("chips", "phones"), chain("shops")]).map(({ id }) => id);
  assert.deepEqual(order, ["chips", "phones", "shops"]);
  assert.equal(downstream([chain("a", "b"), chain("b", "a")]).length, 2);
});

test("what is copied holds the values as each language writes them", () => {
  const question: Question = {
    name: "events-between",
    sentence: "What?",
    cypher: "// What?\n// from: DATE, the day\n// :param from => '2020'\nCYPHER 25\nRETURN $from\n",
    parameters: [
      { name: "from", type: "STRING", default: "2020", description: "a text" },
      { name: "limit", type: "INTEGER", default: 5, description: "how many" },
    ],
  };
  assert.equal(forBrowser(question, { from: "it's \\" }), "// What?\nCYPHER 25\nRETURN 'it\\'s \\\\'\n");
  assert.match(forGraphql(question, { from: '"' }), /eventsBetween\(from: "\\"", limit: 5\)/);
});

test("a short name counts characters, not halves of them", () => {
  assert.equal(shortened("𠀋𠀋𠀋", 2), "𠀋…");
});
