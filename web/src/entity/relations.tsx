import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { request } from "../api/client.ts";
import type { Group } from "../api/relations.ts";
import { Relations as RelationsQuery } from "../generated/operations.ts";
import { useSay } from "../i18n/index.ts";
import { fieldName, word } from "../i18n/ontology.ts";
import { useAddress } from "../state/address.ts";
import { EvidenceList } from "../ui/evidence.tsx";
import { Dates, EntityLink, Planned } from "../ui/parts.tsx";

export const FIRST = 8;
const NEXT = 25;
type Edge = Group["edges"][number];

/** An entity's relations, those of a kind together; each opens to its evidence. */
export function RelationGroups({ of, groups }: { of: string; groups: readonly Group[] }): JSX.Element {
  return (
    <div class="groups">
      {groups.map((group) => (
        <RelationGroup key={`${of} ${group.field} ${group.pageInfo.endCursor ?? ""}`} of={of} group={group} />
      ))}
    </div>
  );
}

function RelationGroup({ of, group }: { of: string; group: Group }): JSX.Element {
  const say = useSay();
  const { ui, lang, asOf } = useAddress();
  const [pages, setPages] = useState<readonly Group[]>([]);
  const last = pages.at(-1) ?? group;
  const edges = [...group.edges, ...pages.flatMap((page) => page.edges)];
  const left = group.totalCount - edges.length;
  const more = (): void => {
    const after = last.pageInfo.endCursor;
    void request(RelationsQuery, { id: of, lang, asOf, types: [group.type], way: group.way, first: NEXT, after }).then(
      (page) => {
        setPages([...pages, ...page.neighbours]);
      },
    );
  };
  return (
    <section class="group" aria-label={fieldName(group.field, ui)}>
      <h3>
        {fieldName(group.field, ui)} <span class="count">{group.totalCount}</span>
      </h3>
      <ul class="ties">
        {edges.map((edge) => (
          <Tie key={edge.relation.id} edge={edge} />
        ))}
      </ul>
      {left > 0 && (
        <button type="button" class="button quiet" onClick={more}>
          {say("more", { count: left })}
        </button>
      )}
    </section>
  );
}

function Tie({ edge: { relation, node } }: { edge: Edge }): JSX.Element {
  const say = useSay();
  const { ui, query, set } = useAddress();
  const open = query.statement === relation.id;
  const more = [relation.title, relation.position, relation.tier, relation.level && word(relation.level, ui)].filter(
    Boolean,
  );
  const count = relation.evidence.length;
  return (
    <li class="tie">
      <div class="tie-line">
        <EntityLink card={node} />
        {more.length > 0 && <span class="tie-more">{more.join(", ")}</span>}
        {relation.onBehalfOf && (
          <span class="tie-more">
            {word("onBehalfOf", ui)} {relation.onBehalfOf.name}
          </span>
        )}
        <Planned status={relation.status} />
        <Dates since={relation.since} until={relation.until} />
        <button
          type="button"
          class="button tiny"
          aria-expanded={open}
          onClick={() => {
            set({ statement: open ? null : relation.id }, true);
          }}
        >
          {count === 1 ? say("evidenceOne") : say("evidenceOf", { count })}
        </button>
      </div>
      {open && <EvidenceList evidence={relation.evidence} />}
    </li>
  );
}
