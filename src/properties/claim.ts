/** What a claim is: a sentence about host and virtual machine, and how to look for what breaks it. */
import type { HostRelease, HostView, MachineView, ModelOptions } from '../system/index.ts';
import type { Statement } from './statements.ts';

/** What a claim may depend on besides the state. */
export interface ClaimScope {
  readonly hostRelease: HostRelease;
  readonly options: ModelOptions;
}

/** A host with one of its virtual machines, in one state. */
export type Situation = (host: HostView, machine: MachineView) => boolean;

interface ClaimBase {
  readonly id: string;
  readonly sentence: string;
  /** Statements of the protocol that it covers. */
  readonly covers: readonly Statement[];
  /** Faults that every backup brings about, whose traces it counts. Default: none. */
  readonly counts?: readonly string[];
  /** Scopes about which it says something. */
  applies(scope: ClaimScope): boolean;
  /**
   * What must not, or must, be reachable, or must not be the last word; by scope, since options change
   * what is claimed.
   */
  situation(scope: ClaimScope): Situation;
  /** Situations that must occur, or the claim says nothing; by name. */
  readonly premises: Readonly<Record<string, Situation>>;
}

interface StateClaim extends ClaimBase {
  /**
   * `never`: no reachable state is like `situation`. `sometimes`: some reachable state is.
   * `ends`: no deadlock, and from every state the end can be reached. `same`: see `isolation`.
   */
  readonly kind: 'never' | 'sometimes' | 'ends' | 'same';
}

export interface LeadsToClaim extends ClaimBase {
  /** Whenever `situation` occurs, `goal` holds then or later, on every fair run. */
  readonly kind: 'leads-to';
  readonly goal: Situation;
}

export type Claim = StateClaim | LeadsToClaim;

export const isInGuest = ({ hostRelease }: ClaimScope): boolean => hostRelease === '2012R2';
export const isInHost = (scope: ClaimScope): boolean => !isInGuest(scope);
export const anywhere = (): boolean => true;
