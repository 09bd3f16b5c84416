import { useRoute } from "preact-iso";
import type { JSX } from "preact";
import { useQuery } from "../api/use-query.ts";
import { AllQuestions } from "../generated/operations.ts";
import { useSay } from "../i18n/index.ts";
import { useAddress } from "../state/address.ts";
import { Empty, Failure, Loading } from "../ui/parts.tsx";
import { Asked } from "./asked.tsx";

/** The questions that are kept with the graph, and the one that is asked. */
export default function Questions(): JSX.Element {
  const say = useSay();
  const { params } = useRoute();
  const { to } = useAddress();
  const { data, error, loading, retry } = useQuery(AllQuestions, {});
  const name = params.name;
  if (error) return <Failure error={error} retry={retry} />;
  if (loading || !data) return <Loading />;
  const chosen = data.questions.find((one) => one.name === name);
  if (chosen) return <Asked question={chosen} key={chosen.name} />;
  return (
    <div class="page">
      <h1>{say("questions")}</h1>
      <p class="description">{say("questionsIntro")}</p>
      {name && <Empty />}
      <ul class="ways">
        {data.questions.map((one) => (
          <li key={one.name}>
            <a href={to(`/questions/${one.name}`)}>
              <span>
                {one.sentence}
                <br />
                <code>{one.name}</code>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
