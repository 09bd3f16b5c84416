import type { Language } from "../i18n/languages.ts";

const en = {
  title: "Review",
  intro: "What rules leave to persons. A judgement lasts, whatever is ingested later, and can be taken back.",
  name: "Your name, kept with what you judge",
  password: "The graph's password",
  passwordHint: "The one that signs in to Neo4j Browser; `qianglian up` prints where it is kept.",
  signIn: "Sign in",
  signOut: "Sign out",
  signedIn: "signed in as {name}",
  nothing: "Nothing is open.",
  identities: "{count} identities",
  statements: "{count} statements",
  same: "Same",
  different: "Different",
  right: "Right",
  wrong: "Wrong",
  later: "Later",
  undo: "Take the last one back",
  areSame: "Are these the same?",
  isSaid: "Does the document say this?",
  score: "likeness {score}",
  confidence: "confidence {confidence}, rule {method}",
  record: "as a document says",
  dataset: "as a dataset declares",
  keys: "Keys: {keys}",
};
export type Texts = typeof en;

const zh: Texts = {
  title: "审核",
  intro: "规则交由人判断的内容。判断长期有效，不受后续导入影响，也可以撤回。",
  name: "您的姓名（与判断一并保存）",
  password: "图数据库的密码",
  passwordHint: "即登录 Neo4j Browser 的密码；`qianglian up` 会显示其存放位置。",
  signIn: "登录",
  signOut: "退出",
  signedIn: "已登录：{name}",
  nothing: "没有待审核的内容。",
  identities: "{count} 个身份",
  statements: "{count} 条陈述",
  same: "相同",
  different: "不同",
  right: "正确",
  wrong: "错误",
  later: "稍后",
  undo: "撤回上一次判断",
  areSame: "这两者相同吗？",
  isSaid: "文件确实这样说吗？",
  score: "相似度 {score}",
  confidence: "置信度 {confidence}，规则 {method}",
  record: "文件中的说法",
  dataset: "数据集中的说法",
  keys: "按键：{keys}",
};

const fr: Texts = {
  title: "Relecture",
  intro:
    "Ce que les règles laissent aux personnes. Un jugement demeure, quoi qu'on importe ensuite, et peut être repris.",
  name: "Votre nom, conservé avec vos jugements",
  password: "Le mot de passe du graphe",
  passwordHint: "Celui de Neo4j Browser ; `qianglian up` indique où il est conservé.",
  signIn: "Se connecter",
  signOut: "Se déconnecter",
  signedIn: "connecté : {name}",
  nothing: "Rien à relire.",
  identities: "{count} identités",
  statements: "{count} énoncés",
  same: "Identiques",
  different: "Différents",
  right: "Juste",
  wrong: "Faux",
  later: "Plus tard",
  undo: "Reprendre le dernier jugement",
  areSame: "Est-ce la même chose ?",
  isSaid: "Le document dit-il cela ?",
  score: "ressemblance {score}",
  confidence: "confiance {confidence}, règle {method}",
  record: "selon un document",
  dataset: "selon un jeu de données",
  keys: "Touches : {keys}",
};

const ALL: Readonly<Record<Language, Texts>> = { en, zh, fr };

/** What the review says, with `{name}` filled in. */
export const textIn =
  (language: Language) =>
  (key: keyof Texts, values: Readonly<Record<string, string>> = {}): string =>
    ALL[language][key].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
