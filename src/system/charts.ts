/** Which chart plays which role, and whether a chart of somebody else's can take its place. */
import type { AnyStateMachine } from 'xstate';
import * as machines from '../../machines/index.ts';
import { actionsOf, switchableFaults } from './faults/index.ts';

/** The reference charts by role; a role is called as its file in machines/. */
export const referenceCharts = {
  'backup-application': machines.backupApplication,
  'host-vss': machines.hostVss,
  'hyper-v-vss-writer': machines.hyperVVssWriter,
  'vm-coordinator': machines.vmCoordinator,
  'backup-component': machines.backupComponent,
  'virtual-machine': machines.virtualMachine,
  operator: machines.operator,
  'guest-integration-service': machines.guestIntegrationService,
  'guest-vss': machines.guestVss,
  'linux-vss-driver': machines.linuxVssDriver,
  'linux-vss-daemon': machines.linuxVssDaemon,
  'guest-workload': machines.guestWorkload,
  'virtual-hard-disk': machines.virtualHardDisk,
  'copy-recovery-in-host': machines.copyRecoveryInHost,
  'copy-recovery-in-guest': machines.copyRecoveryInGuest,
  'recovery-checkpoint': machines.recoveryCheckpoint,
  'scsi-controller': machines.scsiController,
  'ide-controller': machines.ideController,
} as const satisfies Record<string, AnyStateMachine>;

export type Role = keyof typeof referenceCharts;

export const allRoles = Object.keys(referenceCharts) as readonly Role[];

const rolesInGuest: ReadonlySet<Role> = new Set([
  'guest-integration-service',
  'guest-vss',
  'linux-vss-driver',
  'linux-vss-daemon',
  'guest-workload',
]);

/** Whether actors of a role run on the computer that is the guest; all others run on the host. */
export const isInGuest = (role: Role): boolean => rolesInGuest.has(role);

/** Charts that replace reference charts, by role. */
export type ChartReplacements = { readonly [R in Role]?: AnyStateMachine };

/** A replacement does not fit the role that it is given. */
export class ChartMismatchError extends Error {}

/** Every message that some state of a chart takes, also those that it names only to ignore them. */
const inputsOf = ({ root }: AnyStateMachine): readonly string[] => {
  const types = new Set<string>();
  const visit = (node: typeof root): void => {
    for (const type of node.transitions.keys()) types.add(type);
    Object.values(node.states).forEach(visit);
  };
  visit(root);
  return [...types].filter((type) => !type.startsWith('xstate.'));
};

/** What a fault does to a chart that does not take it does not happen to it. */
const faultMessages: ReadonlySet<string> = new Set(
  switchableFaults.flatMap(actionsOf).map(({ message }) => message.type),
);

/**
 * The charts of a system, reference charts where nothing else is given.
 * @throws ChartMismatchError if a role is unknown, or a chart lacks an input that its role receives.
 */
export function chartsWith(replacements: ChartReplacements): Readonly<Record<Role, AnyStateMachine>> {
  for (const [role, chart] of Object.entries(replacements)) {
    const reference = (referenceCharts as Record<string, AnyStateMachine>)[role];
    if (reference === undefined || !Object.hasOwn(referenceCharts, role)) {
      throw new ChartMismatchError(`there is no role '${role}'; roles are ${allRoles.join(', ')}`);
    }
    const inputs = inputsOf(chart);
    const missing = inputs.includes('*')
      ? []
      : inputsOf(reference).filter((type) => !inputs.includes(type) && !faultMessages.has(type));
    if (missing.length > 0) {
      throw new ChartMismatchError(
        `chart '${chart.id}' does not fit the role '${role}': it never takes ${missing.join(', ')}`,
      );
    }
  }
  return { ...referenceCharts, ...replacements };
}
