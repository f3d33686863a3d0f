/** Values that are told apart by a text and numbered in the order of their first meeting. */
export class Numbered<Value> {
  readonly values: Value[] = [];
  readonly #texts: string[] = [];
  readonly #numbers = new Map<string, number>();

  number(text: string, value: Value): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.values.length);
    this.#texts.push(text);
    return this.values.push(value) - 1;
  }

  text(number: number): string {
    return this.#texts[number] as string;
  }
}
