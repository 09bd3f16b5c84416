/** An operation's text with the types of its answer and variables, which exist for the compiler only. */
export interface Operation<Answer, Variables> {
  readonly text: string;
  readonly types?: (variables: Variables) => Answer;
}

export const operation = <Answer, Variables>(text: string): Operation<Answer, Variables> => ({ text });
