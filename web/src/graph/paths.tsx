import type { JSX } from "preact";
import { useSay } from "../i18n/index.ts";
import { relationName } from "../i18n/ontology.ts";
import { Combobox } from "../search/combobox.tsx";
import { useAddress } from "../state/address.ts";
import { EvidenceList } from "../ui/evidence.tsx";
import { EntityLink, Planned } from "../ui/parts.tsx";
import type { Path, Shown } from "./model.ts";

const LONGEST = 6;

interface Props {
  from: string | null;
  to: string | null;
  shown: Shown;
  loading: boolean;
  onPick: (id: string) => void;
}

/** Two entities, and the shortest ways between them with the evidence of every step. */
export function PathForm({ from, to, shown, loading }: Props): JSX.Element {
  const say = useSay();
  const { set } = useAddress();
  const name = (id: string | null): string => (id === null ? "" : (shown.nodes.get(id)?.name ?? id));
  const { paths } = shown;
  const [first] = paths ?? [];
  return (
    <details class="graph-paths" open={from !== null || to !== null}>
      <summary>{say("paths")}</summary>
      <Combobox
        label={say("pathFrom")}
        labelled
        text={name(from)}
        onPick={(card) => {
          set({ from: card.id });
        }}
      />
      <Combobox
        label={say("pathTo")}
        labelled
        text={name(to)}
        onPick={(card) => {
          set({ to: card.id });
        }}
      />
      {(from !== null || to !== null) && (
        <button
          type="button"
          class="button quiet"
          onClick={() => {
            set({ from: null, to: null });
          }}
        >
          {say("clear")}
        </button>
      )}
      {paths && !loading && (
        <div role="status">
          {first
            ? say("pathsFound", { count: paths.length, length: first.length })
            : say("noPaths", { length: LONGEST })}
        </div>
      )}
      <ol class="path-list">
        {(paths ?? []).map((path) => (
          <li key={path.relations.map((relation) => relation.id).join()}>
            <Steps path={path} />
          </li>
        ))}
      </ol>
    </details>
  );
}

function Steps({ path }: { path: Path }): JSX.Element {
  const { ui } = useAddress();
  return (
    <ol class="steps">
      {path.nodes.map((node, at) => {
        const relation = path.relations[at];
        return (
          <li key={node.id}>
            <EntityLink card={node} other={false} />
            {relation && (
              <details class="step">
                <summary>
                  {relation.from.id === node.id ? "↓" : "↑"} {relationName(relation.type, ui)}{" "}
                  <Planned status={relation.status} />
                </summary>
                <EvidenceList evidence={relation.evidence} />
              </details>
            )}
          </li>
        );
      })}
    </ol>
  );
}
