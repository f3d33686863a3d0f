/**
 * The statecharts, one actor each, the messages between them and the delays that they wait for.
 * @module hyperv-backup-spec/machines
 */
export * from './backup-application.ts';
export * from './backup-component.ts';
export * from './copy-recovery-in-guest.ts';
export * from './copy-recovery-in-host.ts';
export * from './guest-integration-service.ts';
export * from './guest-vss.ts';
export * from './guest-workload.ts';
export * from './host-vss.ts';
export * from './hyper-v-vss-writer.ts';
export * from './ide-controller.ts';
export * from './linux-vss-daemon.ts';
export * from './linux-vss-driver.ts';
export type * from './messages.ts';
export * from './operator.ts';
export * from './recovery-checkpoint.ts';
export * from './scsi-controller.ts';
export { type Delay, type DelayName, delays } from './time.ts';
export * from './virtual-hard-disk.ts';
export * from './virtual-machine.ts';
export * from './vm-coordinator.ts';
