/** What the checker says of a module under a configuration. */
export function checkTla(
  module: string,
  configuration: string,
): { readonly isViolated: boolean; readonly states: number };
/** How many states at rest it meets: those that our search counts. */
export function statesAtRest(module: string): number;
