import type { ModelOptions } from '../system/index.ts';

/** A topology and options in which a mutant must be caught. */
export interface MutantScope {
  readonly hostRelease: '2012' | '2012R2';
  readonly machines: number;
  readonly disks: number;
  /** SCSI controllers of the first virtual machine. Default: 1, as virtual machines are created. */
  readonly scsiControllers?: number;
  /** Whether the backup service runs in the guest of the first virtual machine. Default: yes. */
  readonly backupServiceRunning?: boolean;
  /** The guest of the first virtual machine. Default: `windows`. */
  readonly guest?: 'windows' | 'linux';
  /** Whether the integration components of the first virtual machine are older than its host. Default: `current`. */
  readonly integrationComponents?: 'current' | 'older';
  readonly options?: Partial<Omit<ModelOptions, 'charts' | 'rewire' | 'observers'>>;
}

/** A wrong variant of the design: a mistake that an implementer could make. */
export interface Mutant {
  readonly name: string;
  readonly mistake: string;
  /** The claim that must catch it. */
  readonly claim: string;
  /** Outside these scopes it may rightly be silent. */
  readonly scopes: readonly MutantScope[];
  readonly model: Partial<Pick<ModelOptions, 'charts' | 'rewire'>>;
}
