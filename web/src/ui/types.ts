/** An entity as lists and links show it. */
export interface Card {
  readonly __typename: string;
  readonly id: string;
  readonly name: string;
  readonly nameEn: string | null;
  readonly nameZh: string | null;
  readonly status: string;
  readonly since: string | null;
  readonly until: string | null;
}

export interface Evidence {
  readonly place: string | null;
  readonly quote: string | null;
  readonly start: number | null;
  readonly end: number | null;
  readonly method: string | null;
  readonly confidence: number | null;
  readonly document: {
    readonly id: string;
    readonly title: string | null;
    readonly publisher: string | null;
    readonly date: string | null;
    readonly url: string | null;
    readonly language: string | null;
  };
}

/** The address of an entity's page. */
export const entityPath = (id: string): string => `/entity/${id}`;

/** The name in another language than the one shown, for those who know the entity by it. */
export function otherName(card: Card): string | null {
  const other = card.nameZh && card.nameZh !== card.name ? card.nameZh : card.nameEn;
  return other && other !== card.name ? other : null;
}

/** A name as short as a picture needs it. */
export const shortened = (name: string, most = 44): string => {
  const characters = Array.from(name);
  return characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : name;
};

const TYPE = /^([a-z]+(?:-[a-z]+)*)\/[a-z0-9-]+$/;
let prefixes: ReadonlyMap<string, string> | null = null;

/** The type of an entity by its id, `pilot-zone/...` is a PilotZone; null for what is no entity's id. */
export function typeOfId(id: string, types: readonly string[]): string | null {
  prefixes ??= new Map(types.map((type) => [type.replace(/(?<=.)[A-Z]/g, "-$&").toLowerCase(), type]));
  const [, prefix] = TYPE.exec(id) ?? [];
  return (prefix && prefixes.get(prefix)) ?? null;
}
