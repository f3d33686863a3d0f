/** A Hyper-V VSS writer, written anew in TypeScript, under the conformance protocol. */
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { type Adapter, adapted, answering } from 'hyperv-backup-spec/conformance';

interface Message {
  readonly type: string;
  readonly [field: string]: unknown;
}

interface MadeWith {
  readonly failureScope: 'all' | 'perVm';
  readonly virtualMachineOrder: 'parallel' | 'oneAtATime';
}

type State =
  | 'stable'
  | 'preparing'
  | 'prepared'
  | 'frozen'
  | 'frozenTooLong'
  | 'thawed'
  | 'recovering'
  | 'restarting'
  | 'recovered'
  | 'completing'
  | 'givenUp'
  | 'failed'
  | 'aborting';

const ready: Message = { type: 'WRITER_READY' };
const failed = (cause: string): Message => ({ type: 'WRITER_FAILED', cause });
const status = (isFailed: boolean): Message => ({ type: 'WRITER_STATUS', failed: isFailed });

export class HyperVVssWriter implements Adapter {
  readonly name: string = 'Hyper-V VSS writer in TypeScript';
  protected state: State = 'stable';
  protected hasResources = true;
  protected madeWith: MadeWith = { failureScope: 'all', virtualMachineOrder: 'parallel' };

  reset(input: unknown): void {
    this.madeWith = input as MadeWith;
    this.state = 'stable';
    this.hasResources = true;
  }

  elapse(name: string): readonly Message[] {
    if (name === 'hostFreezeWindow' && this.state === 'frozen') this.state = 'frozenTooLong';
    return [];
  }

  receive(message: Message): readonly Message[] {
    switch (message.type) {
      case 'IDENTIFY':
        return this.state === 'stable' ? [{ type: 'IDENTIFY_VIRTUAL_MACHINE' }, ready] : [];
      case 'PREPARE_BACKUP':
        return this.prepareBackup();
      case 'PREPARE_SNAPSHOT':
        return this.goes('stable', 'preparing', { type: 'PREPARE_VIRTUAL_MACHINE' });
      case 'FREEZE':
        return this.goes('prepared', 'frozen', ready);
      case 'THAW':
        return this.thaw();
      case 'POST_SNAPSHOT':
        return this.postSnapshot(message);
      case 'COMPLETE_BACKUP':
        return this.goes('recovered', 'completing', { type: 'COMPLETE_VIRTUAL_MACHINE' });
      case 'ABORT':
        return this.abort();
      case 'QUERY_WRITER_STATUS':
        return this.report();
      case 'RUN_OUT_OF_RESOURCES':
        if (this.state === 'stable') this.hasResources = false;
        return [];
      case 'RESTART_MANAGEMENT_SERVICE':
        return this.goes('recovering', 'restarting', { type: 'MANAGEMENT_SERVICE_RESTARTED' });
      case 'VIRTUAL_MACHINES_ANSWERED':
        return this.answered(message.failed === true);
      default:
        return [];
    }
  }

  protected goes(from: State, to: State, ...said: readonly Message[]): readonly Message[] {
    if (this.state !== from) return [];
    this.state = to;
    return said;
  }

  protected prepareBackup(): readonly Message[] {
    if (this.state !== 'stable' || this.hasResources) return this.goes('stable', 'stable', ready);
    this.hasResources = true;
    return this.goes('stable', 'failed', failed('writer-out-of-resources'));
  }

  protected thaw(): readonly Message[] {
    if (this.state === 'frozenTooLong') return [failed('host-freeze-timeout')];
    return this.goes('frozen', 'thawed', ready);
  }

  protected postSnapshot({ set }: Message): readonly Message[] {
    const isOneByOne = this.madeWith.virtualMachineOrder === 'oneAtATime';
    const type = isOneByOne ? 'RECOVER_FIRST_VIRTUAL_MACHINE' : 'RECOVER_VIRTUAL_MACHINE';
    return this.goes('thawed', 'recovering', { type, set });
  }

  protected abort(): readonly Message[] {
    const canAbort: readonly State[] = [
      'stable',
      'prepared',
      'frozen',
      'frozenTooLong',
      'recovered',
      'givenUp',
      'failed',
    ];
    if (!canAbort.includes(this.state)) return [];
    this.state = 'aborting';
    return [{ type: 'ABORT_VIRTUAL_MACHINE' }];
  }

  protected report(): readonly Message[] {
    if (this.state === 'stable' || this.state === 'recovered') return [status(false)];
    return this.state === 'failed' ? [status(true)] : [];
  }

  protected answered(anyFailed: boolean): readonly Message[] {
    const isOver = anyFailed && this.madeWith.failureScope === 'all';
    switch (this.state) {
      case 'preparing':
      case 'recovering': {
        const [next, end] =
          this.state === 'preparing'
            ? (['prepared', 'givenUp'] as const)
            : (['recovered', 'failed'] as const);
        this.state = isOver ? end : next;
        return [isOver ? failed('another-virtual-machine-failed') : ready];
      }
      case 'restarting':
        this.state = 'failed';
        return [failed('management-service-restarted')];
      case 'completing':
      case 'aborting':
        this.state = 'stable';
        return [ready];
      default:
        return [];
    }
  }
}

/** Speaks the protocol on standard input and output until the tester says stop. */
export async function serve(adapter: Adapter): Promise<void> {
  const answer = answering(adapted(adapter));
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${await answer(line)}\n`);
    if (JSON.parse(line).command === 'stop') process.exit(0);
  }
}

export const adapter = new HyperVVssWriter();

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await serve(adapter);
