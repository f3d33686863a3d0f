/**
 * From the points where something is so, and those where it is not, to a formula: a disjunction of prime
 * implicants. What is in neither list does not matter.
 */

/** What each attribute must be, by its place; null where it does not matter. */
export type Term = readonly (boolean | null)[];
export type Point = readonly boolean[];

/** The same point is in both lists: the attributes do not decide. */
export class UndecidedError extends Error {}

const covers = (term: Term, point: Point): boolean =>
  term.every((wanted, place) => wanted === null || wanted === point[place]);

/**
 * Terms that cover every point of `on` and none of `off`. No literal of a term can be left out, and no term.
 * Attributes that come late are left out first.
 * @throws UndecidedError if a point is in both lists.
 */
export function primeImplicants(on: readonly Point[], off: readonly Point[]): readonly Term[] {
  const terms: Term[] = [];
  for (const point of on) {
    if (terms.some((term) => covers(term, point))) continue;
    let term: Term = point;
    if (off.some((other) => covers(term, other))) throw new UndecidedError(JSON.stringify(point));
    for (let place = point.length - 1; place >= 0; place--) {
      const wider = term.map((wanted, at) => (at === place ? null : wanted));
      if (!off.some((other) => covers(wider, other))) term = wider;
    }
    terms.push(term);
  }
  return terms.reduceRight<readonly Term[]>((kept, term) => {
    const rest = kept.filter((other) => other !== term);
    return on.every((point) => rest.some((other) => covers(other, point))) ? rest : kept;
  }, terms);
}
