import { useRoute } from "preact-iso";
import type { JSX } from "preact";
import { type Group, useRelations } from "../api/relations.ts";
import { useQuery } from "../api/use-query.ts";
import { Exports } from "../exports/menu.tsx";
import { Entity, OWN_FIELDS } from "../generated/operations.ts";
import { useSay } from "../i18n/index.ts";
import { word } from "../i18n/ontology.ts";
import { useAddress } from "../state/address.ts";
import { EvidenceList, Fact } from "../ui/evidence.tsx";
import { Dates, Empty, Failure, Loading, Planned, TypeBadge } from "../ui/parts.tsx";
import { Figures } from "./figures.tsx";
import { Links } from "./links.tsx";
import { FIRST, RelationGroups } from "./relations.tsx";
import { Timeline } from "./timeline.tsx";

/** The statements of an entity as a table, a line for each piece of evidence. */
function statements(id: string, groups: readonly Group[]): unknown[][] {
  const head = ["statement", "entity", "field", "other", "other_name", "since", "until", "status"];
  const lines = groups.flatMap((group) =>
    group.edges.flatMap(({ relation, node }) => {
      const line = [relation.id, id, group.field, node.id, node.name, relation.since, relation.until, relation.status];
      return relation.evidence.map(({ document: source, place, quote }) => [
        ...line,
        source.id,
        source.title,
        source.publisher,
        source.date,
        source.url,
        place,
        quote,
      ]);
    }),
  );
  return [[...head, "document", "title", "publisher", "published", "url", "place", "quote"], ...lines];
}

/** What an entity is, everything it is tied to, and who says so. */
export default function EntityPage(): JSX.Element {
  const say = useSay();
  const { params } = useRoute();
  const { lang, asOf } = useAddress();
  const id = `${params.type ?? ""}/${params.key ?? ""}`;
  const { data, error, loading, retry } = useQuery(Entity, { id, lang, asOf });
  const ties = useRelations({ id, lang, asOf, first: FIRST });
  const entity = data?.entity?.id === id ? data.entity : null;
  if (error) return <Failure error={error} retry={retry} />;
  if (!entity)
    return loading || (data?.entity && data.entity.id !== id) ? (
      <Loading />
    ) : (
      <Empty>
        <h1>{asOf ? say("notThereThen", { date: asOf }) : say("notThere")}</h1>
        <p>
          <code>{id}</code>
        </p>
        <p>{say("notThereHint")}</p>
      </Empty>
    );
  const fields = OWN_FIELDS[entity.__typename] ?? [];
  const own = fields.flatMap((name): [string, unknown][] => {
    const value = (entity as unknown as Readonly<Record<string, unknown>>)[`${entity.__typename}_${name}`];
    return value === null || value === undefined || (Array.isArray(value) && value.length === 0) ? [] : [[name, value]];
  });
  const also = entity.names.filter((name) => name !== entity.name);
  const aliases = entity.aliases.filter((name) => name !== entity.name && !also.includes(name));
  return (
    <article class="page entity">
      <header class="entity-head">
        <div class="badges">
          <TypeBadge type={entity.__typename} />
          <Planned status={entity.status} />
          <Dates since={entity.since} until={entity.until} />
        </div>
        <h1>{entity.name}</h1>
        {also.length > 0 && <p class="other-names">{also.join(" · ")}</p>}
        {entity.description && <p class="description">{entity.description}</p>}
        <div class="page-head">
          <Links id={id} type={entity.__typename} />
          <Exports name={id} rows={() => statements(id, ties.groups)} />
        </div>
      </header>
      <div class="entity-columns">
        <div class="entity-main">
          <section aria-labelledby="relations">
            <h2 id="relations">{say("relations")}</h2>
            <RelationGroups of={id} groups={ties.groups} />
            {ties.error && <Failure error={ties.error} retry={ties.retry} />}
            {ties.loading && <Loading />}
            {!ties.loading && !ties.error && ties.groups.length === 0 && <Empty />}
          </section>
          <Figures id={id} />
        </div>
        <aside class="entity-side">
          {(own.length > 0 || aliases.length > 0 || entity.sameAs.length > 0) && (
            <section aria-labelledby="about">
              <h2 id="about">{say("about")}</h2>
              <dl class="facts">
                {own.map(([name, value]) => (
                  <Property key={name} name={name} value={value} />
                ))}
                {aliases.length > 0 && <Fact name={say("aliases")} value={aliases.join(" · ")} />}
                {entity.sameAs.length > 0 && (
                  <div>
                    <dt>{say("sameAs")}</dt>
                    <dd>
                      {entity.sameAs.map((iri) => (
                        <Address key={iri} url={iri} />
                      ))}
                    </dd>
                  </div>
                )}
              </dl>
            </section>
          )}
          <section aria-labelledby="evidence">
            <h2 id="evidence">{say("evidence")}</h2>
            <EvidenceList evidence={entity.evidence} />
          </section>
          <Timeline id={id} />
        </aside>
      </div>
    </article>
  );
}

function Address({ url }: { url: string }): JSX.Element {
  if (!/^https?:\/\//.test(url)) return <span>{url}</span>;
  return (
    <a href={url} rel="noreferrer noopener" target="_blank">
      {url}
    </a>
  );
}

function Property({ name, value }: { name: string; value: unknown }): JSX.Element {
  const { ui } = useAddress();
  const label = word(name, ui);
  if (typeof value === "string" && name === "url")
    return (
      <div>
        <dt>{label}</dt>
        <dd>
          <Address url={value} />
        </dd>
      </div>
    );
  if (typeof value === "string" && /^[A-Z][A-Z_]+$/.test(value)) return <Fact name={label} value={word(value, ui)} />;
  if (typeof value === "number") return <Fact name={label} value={new Intl.NumberFormat(ui).format(value)} />;
  return <Fact name={label} value={Array.isArray(value) ? value.join(" · ") : String(value)} />;
}
