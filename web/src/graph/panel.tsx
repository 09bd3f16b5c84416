import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { useSay } from "../i18n/index.ts";
import { fieldName, relationName, typesName } from "../i18n/ontology.ts";
import { useAddress } from "../state/address.ts";
import { Dot, EntityLink, Planned, TypeBadge } from "../ui/parts.tsx";
import type { Group } from "../api/relations.ts";
import { NEXT, type Opened, type Shown } from "./model.ts";
import type { NodeLike } from "./picture.ts";

interface SelectedProps {
  id: string | null;
  shown: Shown;
  opened: readonly Opened[];
  onExpand: (id: string) => void;
  onChange: (opened: readonly Opened[]) => void;
  onRemove: (id: string) => void;
}

/** The entity that was picked: its page, its relations with how much of them is shown, and the next page of each. */
export function Selected({ id, shown, opened, onExpand, onChange, onRemove }: SelectedProps): JSX.Element {
  const say = useSay();
  const card = id === null ? undefined : shown.nodes.get(id);
  if (!card) return <p class="graph-none small quiet">{say("nothingSelected")}</p>;
  const open = opened.some((one) => one.id === card.id && one.type === null);
  const ties = [...shown.edges.values()].filter((edge) => edge.from === card.id || edge.to === card.id);
  return (
    <section class="graph-selected" aria-label={say("selected")}>
      <TypeBadge type={card.__typename} /> <Planned status={card.status} />
      <h2>
        <EntityLink card={card} />
      </h2>
      <div class="chips">
        {open ? (
          <button
            type="button"
            class="button quiet"
            onClick={() => {
              onChange(opened.filter((one) => one.id !== card.id));
            }}
          >
            {say("collapse")}
          </button>
        ) : (
          <button
            type="button"
            class="button"
            onClick={() => {
              onExpand(card.id);
            }}
          >
            {say("expand")}
          </button>
        )}
        <button
          type="button"
          class="button quiet"
          onClick={() => {
            onRemove(card.id);
          }}
        >
          {say("remove")}
        </button>
      </div>
      {open &&
        (shown.groups.get(card.id) ?? []).map((group) => (
          <GroupLine key={group.field} of={card.id} group={group} opened={opened} onChange={onChange} />
        ))}
      {!open && ties.length > 0 && <Ties ties={ties} of={card.id} shown={shown} />}
    </section>
  );
}

function Ties({
  ties,
  of,
  shown,
}: {
  ties: readonly { id: string; type: string; from: string; to: string }[];
  of: string;
  shown: Shown;
}): JSX.Element {
  const { ui } = useAddress();
  return (
    <ul class="small">
      {ties.slice(0, 12).map((edge) => (
        <li key={edge.id}>
          {edge.from === of ? "→" : "←"} {relationName(edge.type, ui)} ·{" "}
          {shown.nodes.get(edge.from === of ? edge.to : edge.from)?.name}
        </li>
      ))}
    </ul>
  );
}

function GroupLine({
  of,
  group,
  opened,
  onChange,
}: {
  of: string;
  group: Group;
  opened: readonly Opened[];
  onChange: (opened: readonly Opened[]) => void;
}): JSX.Element {
  const say = useSay();
  const { ui } = useAddress();
  const more = (): void => {
    const at = opened.findIndex((one) => one.id === of && one.type === group.type && one.way === group.way);
    const before = opened[at];
    const next = { id: of, type: group.type, way: group.way, pages: (before?.pages ?? 0) + 1 };
    onChange(before ? opened.map((one, index) => (index === at ? next : one)) : [...opened, next]);
  };
  const left = group.totalCount - group.edges.length;
  return (
    <div class="group-line">
      <span>{fieldName(group.field, ui)}</span>{" "}
      <span class="count">
        {left > 0 ? say("pageFull", { shown: group.edges.length, total: group.totalCount }) : group.totalCount}
      </span>
      {left > 0 && (
        <button
          type="button"
          class="button tiny"
          aria-label={`${fieldName(group.field, ui)}: ${say("next", { count: Math.min(NEXT, left) })}`}
          onClick={more}
        >
          {say("next", { count: Math.min(NEXT, left) })}
        </button>
      )}
    </div>
  );
}

const LINES = 150;

interface ListedProps {
  shown: Shown;
  visible: readonly NodeLike[];
  selected: string | null;
  opened: readonly Opened[];
  onPick: (id: string | null) => void;
  onExpand: (id: string) => void;
}

/** What the picture shows, as a list: the same entities, the same one picked, the same ways to open them. */
export function Listed({ visible, selected, opened, onPick, onExpand }: ListedProps): JSX.Element | null {
  const say = useSay();
  const { ui } = useAddress();
  const [most, setMost] = useState(LINES);
  if (visible.length === 0) return null;
  const byType = new Map<string, NodeLike[]>();
  for (const node of visible) byType.set(node.type, [...(byType.get(node.type) ?? []), node]);
  let left = most;
  return (
    <section class="graph-list" aria-labelledby="listed">
      <h2 id="listed">{say("inPicture")}</h2>
      {[...byType].map(([type, nodes]) => {
        const some = nodes.slice(0, Math.max(0, left));
        left -= nodes.length;
        return (
          some.length > 0 && (
            <div key={type}>
              <h3>
                <Dot type={type} /> {typesName(type, ui)} <span class="count">{nodes.length}</span>
              </h3>
              <ul>
                {some.map((node) => (
                  <li key={node.id}>
                    <button
                      type="button"
                      class="pick"
                      aria-pressed={node.id === selected}
                      onClick={() => {
                        onPick(node.id === selected ? null : node.id);
                      }}
                    >
                      {node.label}
                    </button>
                    {!opened.some((one) => one.id === node.id && one.type === null) && (
                      <button
                        type="button"
                        class="button tiny"
                        aria-label={`${say("expand")}: ${node.label}`}
                        onClick={() => {
                          onExpand(node.id);
                        }}
                      >
                        +
                      </button>
                    )}
                  </li>
                ))}
              </ul>
            </div>
          )
        );
      })}
      {visible.length > most && (
        <button
          type="button"
          class="button quiet"
          onClick={() => {
            setMost(most + LINES);
          }}
        >
          {say("more", { count: visible.length - most })}
        </button>
      )}
    </section>
  );
}
