/** Operations to begin with, a tab each; tests/browser runs them. */
export const EXAMPLES: readonly string[] = [
  `# Which chains do pilots strengthen, and who says so?
{
  pilots(first: 10) {
    totalCount
    nodes {
      name
      strengthens {
        edges {
          status
          evidence { place document { publisher date } }
          node { name(lang: ZH) }
        }
      }
    }
  }
}
`,
  `# What is an agency tied to? A page for each relation and direction.
{
  neighbours(id: "agency/cnca", first: 5) {
    field
    totalCount
    edges { relation { label(lang: FR) since status } node { id name } }
  }
}
`,
  `# How are two entities connected, with the evidence of every step?
{
  paths(from: "agency/cnca", to: "government/320500", maxLength: 6, first: 3) {
    length
    relations { type from { name } to { name } evidence { place document { title } } }
  }
}
`,
  `# Search forgives a wrong letter and knows pinyin.
{
  search(text: "weihai lingang", first: 5) {
    edges { score match { field text } node { __typename id name } }
  }
}
`,
  `# The questions of queries/ are fields of ask.
{
  ask {
    figuresOfPlace(place: "government/440000") { columns rows }
  }
}
`,
];
