import type { JSX } from "preact";
import { useQuery } from "../api/use-query.ts";
import { Timeline as TimelineQuery, type TimelineQuery as Answer } from "../generated/operations.ts";
import { type Key, useSay } from "../i18n/index.ts";
import { relationName } from "../i18n/ontology.ts";
import { useAddress } from "../state/address.ts";
import { EntityLink, Failure } from "../ui/parts.tsx";

type Event = Answer["timeline"]["nodes"][number];
const KINDS: Readonly<Record<Event["kind"], Key>> = { BEGINNING: "beginning", END: "end", PUBLICATION: "publication" };

/** What happened to an entity and what it is tied to, the latest first; events of one day together. */
export function Timeline({ id }: { id: string }): JSX.Element | null {
  const say = useSay();
  const { lang } = useAddress();
  const { data, error, retry } = useQuery(TimelineQuery, { id, lang }, true);
  if (error) return <Failure error={error} retry={retry} />;
  if (!data || data.timeline.nodes.length === 0) return null;
  const days = new Map<string, Event[]>();
  for (const event of data.timeline.nodes) days.set(event.date, [...(days.get(event.date) ?? []), event]);
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">{say("timeline")}</h2>
      <ol class="timeline">
        {[...days].map(([day, events]) => (
          <li key={day}>
            <time dateTime={day}>{day}</time>
            <ul>
              {events.map((event, at) => (
                <Line key={at} event={event} of={id} />
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Line({ event, of }: { event: Event; of: string }): JSX.Element {
  const say = useSay();
  const { ui } = useAddress();
  const { relation, entity } = event;
  return (
    <li>
      <span class="event-kind">{say(KINDS[event.kind])}</span>{" "}
      {entity && entity.id !== of && <EntityLink card={entity} other={false} />}
      {relation && (
        <>
          {relation.from.id !== of && <EntityLink card={relation.from} other={false} />}{" "}
          <span class="event-relation">{relationName(relation.type, ui)}</span>{" "}
          {relation.to.id !== of && <EntityLink card={relation.to} other={false} />}
        </>
      )}
    </li>
  );
}
