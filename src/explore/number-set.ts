/** A set of numbers, one bit for each: a list of them would take more memory than the search has for states. */
import { longer, type Memory } from './memory.ts';

const bits = 32;

export class NumberSet {
  #words: Int32Array = new Int32Array(2 ** 4);
  #size = 0;

  /** Adds a number that is not in it. */
  add(number: number): void {
    const word = Math.floor(number / bits);
    if (word >= this.#words.length) this.#words = longer(this.#words, 2 * word);
    this.#words[word] = (this.#words[word] as number) | (1 << (number % bits));
    this.#size++;
  }

  /** In ascending order. */
  toArray(memory: Memory): Int32Array {
    const numbers = memory.take(this.#size);
    let count = 0;
    for (let word = 0; word < this.#words.length; word++) {
      for (let rest = this.#words[word] as number; rest !== 0; rest &= rest - 1) {
        numbers[count++] = word * bits + bits - 1 - Math.clz32(rest & -rest);
      }
    }
    return numbers;
  }
}
