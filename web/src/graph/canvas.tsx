import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useSay } from "../i18n/index.ts";
import { useDark } from "../ui/theme.ts";
import { type EdgeLike, type NodeLike, Picture } from "./picture.ts";

interface Props {
  nodes: readonly NodeLike[];
  edges: readonly EdgeLike[];
  selected: string | null;
  onPick: (id: string | null) => void;
  onOpen: (id: string) => void;
  /** The picture, for what is done with it from outside. */
  onReady?: (picture: Picture) => void;
}

const KEYS: Readonly<Record<string, (picture: Picture) => void>> = {
  "+": (picture) => {
    picture.zoom(1 / 1.5);
  },
  "=": (picture) => {
    picture.zoom(1 / 1.5);
  },
  "-": (picture) => {
    picture.zoom(1.5);
  },
  "0": (picture) => {
    picture.fit();
  },
  ArrowLeft: (picture) => {
    picture.move(-0.1, 0);
  },
  ArrowRight: (picture) => {
    picture.move(0.1, 0);
  },
  ArrowUp: (picture) => {
    picture.move(0, 0.1);
  },
  ArrowDown: (picture) => {
    picture.move(0, -0.1);
  },
};

/** The picture of a graph, with the keys and buttons that move it; what it shows is also said in a list beside it. */
export default function Canvas({ nodes, edges, selected, onPick, onOpen, onReady }: Props): JSX.Element {
  const say = useSay();
  const dark = useDark();
  const container = useRef<HTMLDivElement>(null);
  const picture = useRef<Picture | null>(null);
  const calls = useRef({ onPick, onOpen });
  calls.current = { onPick, onOpen };
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (!container.current) return;
    let made: Picture;
    try {
      made = new Picture(
        container.current,
        dark,
        (id) => {
          calls.current.onPick(id);
        },
        (id) => {
          calls.current.onOpen(id);
        },
      );
    } catch {
      setFailed(true);
      return;
    }
    picture.current = made;
    onReady?.(made);
    return () => {
      made.kill();
      picture.current = null;
    };
  }, []);
  useEffect(() => {
    picture.current?.show(nodes, edges);
  }, [nodes, edges]);
  useEffect(() => {
    picture.current?.select(selected);
    if (selected) picture.current?.reveal(selected);
  }, [selected, nodes]);
  useEffect(() => {
    picture.current?.colours(dark);
  }, [dark]);
  const act = (key: string): void => {
    if (picture.current) KEYS[key]?.(picture.current);
  };
  if (failed) return <p class="state">{say("noWebgl")}</p>;
  return (
    <div class="picture">
      <div
        ref={container}
        class="canvas"
        role="img"
        tabIndex={0}
        aria-label={say("pictureOf", { nodes: nodes.length, edges: edges.length })}
        onKeyDown={(event) => {
          if (!(event.key in KEYS) || event.ctrlKey || event.metaKey) return;
          event.preventDefault();
          act(event.key);
        }}
      />
      <div class="picture-tools">
        <button
          type="button"
          title={say("zoomIn")}
          aria-label={say("zoomIn")}
          onClick={() => {
            act("+");
          }}
        >
          +
        </button>
        <button
          type="button"
          title={say("zoomOut")}
          aria-label={say("zoomOut")}
          onClick={() => {
            act("-");
          }}
        >
          −
        </button>
        <button
          type="button"
          title={say("fit")}
          aria-label={say("fit")}
          onClick={() => {
            act("0");
          }}
        >
          ⤢
        </button>
        <button
          type="button"
          title={say("layout")}
          aria-label={say("layout")}
          onClick={() => {
            picture.current?.arrange();
          }}
        >
          ⟳
        </button>
      </div>
    </div>
  );
}
