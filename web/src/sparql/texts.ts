import { textsIn } from "../i18n/texts.ts";

const en = {
  title: "SPARQL",
  intro:
    "The default graph is the union of all; each named graph is what one document is a source of. Relative IRIs and the ontology's prefixes are known without being declared.",
  example: "Example",
  choose: "choose a question",
  query: "Query",
  run: "Run",
  stop: "Stop",
  running: "Running…",
  stopped: "Stopped.",
  answer: "Answer",
  rows: "{count} rows, version {version} of the graph, {seconds} s",
  some: "{count} rows, the first {shown} shown; version {version} of the graph, {seconds} s",
  other: "version {version} of the graph, {seconds} s",
  yes: "Yes.",
  no: "No.",
  as: "Download as",
  triples: "{format} (CONSTRUCT, DESCRIBE)",
  download: "Download",
};
type Texts = typeof en;

const zh: Texts = {
  title: "SPARQL",
  intro: "默认图是全部内容的并集；每个命名图是以一份文件为来源的内容。相对 IRI 和本体的前缀无需声明即可使用。",
  example: "示例",
  choose: "选择一个问题",
  query: "查询",
  run: "运行",
  stop: "停止",
  running: "正在运行……",
  stopped: "已停止。",
  answer: "结果",
  rows: "{count} 行，图的版本 {version}，{seconds} 秒",
  some: "{count} 行，显示前 {shown} 行；图的版本 {version}，{seconds} 秒",
  other: "图的版本 {version}，{seconds} 秒",
  yes: "是。",
  no: "否。",
  as: "下载格式",
  triples: "{format}（CONSTRUCT、DESCRIBE）",
  download: "下载",
};

const fr: Texts = {
  title: "SPARQL",
  intro:
    "Le graphe par défaut est l'union de tous ; chaque graphe nommé est ce dont un document est la source. Les IRI relatives et les préfixes de l'ontologie sont connus sans déclaration.",
  example: "Exemple",
  choose: "choisir une question",
  query: "Requête",
  run: "Exécuter",
  stop: "Arrêter",
  running: "En cours…",
  stopped: "Arrêté.",
  answer: "Réponse",
  rows: "{count} lignes, version {version} du graphe, {seconds} s",
  some: "{count} lignes, les {shown} premières affichées ; version {version} du graphe, {seconds} s",
  other: "version {version} du graphe, {seconds} s",
  yes: "Oui.",
  no: "Non.",
  as: "Télécharger en",
  triples: "{format} (CONSTRUCT, DESCRIBE)",
  download: "Télécharger",
};

/** What the query page says. */
export const textIn = textsIn({ en, zh, fr });
export type Text = ReturnType<typeof textIn>;
