// @neo4j/graphql as its documentation has it: Neo4jGraphQL over neo4j-driver, served by Apollo Server.
// Settings come from the environment: NEO4J_URI, NEO4J_USER, NEO4J_PASSWORD. Prints "listening PORT" when it answers.
import { readFileSync } from "node:fs";
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import { Neo4jGraphQL } from "@neo4j/graphql";
import neo4j from "neo4j-driver";

const { NEO4J_URI, NEO4J_USER, NEO4J_PASSWORD } = process.env;
const driver = neo4j.driver(NEO4J_URI, neo4j.auth.basic(NEO4J_USER, NEO4J_PASSWORD));
const library = new Neo4jGraphQL({
  typeDefs: readFileSync(new URL("types.graphql", import.meta.url), "utf8"),
  driver,
  // Comparisons of strings are off unless asked for; paging by id and dates need them.
  features: { filters: { String: { GT: true, GTE: true } } },
});
const server = new ApolloServer({ schema: await library.getSchema() });
const { url } = await startStandaloneServer(server, { listen: { host: "127.0.0.1", port: 0 } });
console.log(`listening ${new URL(url).port}`);
