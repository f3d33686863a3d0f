/** Hyper-V VSS writers with a mistake that a person would make, by name. */
import { HyperVVssWriter, serve } from '../../../docs/example/adapters/hyper_v_vss_writer.ts';

type Message = Parameters<HyperVVssWriter['receive']>[0];
type Said = readonly Message[];

/** It says that it is ready before its virtual machines have answered. */
class DoesNotWaitForMachines extends HyperVVssWriter {
  override receive(message: Message): Said {
    const said = super.receive(message);
    if (message.type !== 'PREPARE_SNAPSHOT' || said.length === 0) return said;
    this.state = 'prepared';
    return [...said, { type: 'WRITER_READY' }];
  }
}

/** One failed machine fails nothing, also where it must fail all. */
class HidesFailures extends HyperVVssWriter {
  protected override answered(): Said {
    return super.answered(false);
  }
}

/** One failed machine fails all, also where it must fail alone. */
class FailsAll extends HyperVVssWriter {
  protected override answered(anyFailed: boolean): Said {
    this.madeWith = { ...this.madeWith, failureScope: 'all' };
    return super.answered(anyFailed);
  }
}

/** A writer that was frozen for too long goes on when it is thawed at last. */
class ForgetsFreezeWindow extends HyperVVssWriter {
  override elapse(): Said {
    return [];
  }
}

/** Copies of the first shadow copy set are recovered, whichever was made. */
class RecoversFirstSet extends HyperVVssWriter {
  protected override postSnapshot(message: Message): Said {
    return super.postSnapshot({ ...message, set: 1 });
  }
}

/** An abort ends the session at once; what was begun in the machines stays. */
class AbortsWithoutUndoing extends HyperVVssWriter {
  protected override abort(): Said {
    const said = super.abort();
    if (said.length > 0) this.state = 'stable';
    return said.map(() => ({ type: 'WRITER_READY' }));
  }
}

/** After a failure its status is healthy again. */
class ReportsHealthy extends HyperVVssWriter {
  protected override report(): Said {
    return super.report().map((one) => ({ ...one, failed: false }));
  }
}

/** After a restart it goes on as if its recoveries had not been lost. */
class SurvivesRestart extends HyperVVssWriter {
  override receive(message: Message): Said {
    return message.type === 'RESTART_MANAGEMENT_SERVICE' ? [] : super.receive(message);
  }
}

export const mistakes = {
  DoesNotWaitForMachines,
  HidesFailures,
  FailsAll,
  ForgetsFreezeWindow,
  RecoversFirstSet,
  AbortsWithoutUndoing,
  ReportsHealthy,
  SurvivesRestart,
};

const chosen = mistakes[process.argv[2] as keyof typeof mistakes];
if (chosen !== undefined) await serve(new chosen());
