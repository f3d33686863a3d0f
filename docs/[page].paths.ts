/** Pages that show pictures of the model beside words. */
import { committedDiagram, fileText, headingOf } from './.vitepress/pages.ts';

const readmePart = (heading: string): string =>
  new RegExp(`## ${heading}\\n([\\s\\S]*?)(?=\\n## |$)`).exec(fileText('README.md'))?.[1]?.trim() ?? '';

const home = `# What can go wrong with a backup of a running machine?

A host copies the disks of virtual machines while their guests go on writing. So that a copy can be used, the
guest first brings its applications to rest and marks a point; but by the time that the host takes its copy,
the guest has written again. **Each copy must be brought back to the guest’s point.** Until Hyper-V 2012 the
host did that. Since 2012 R2 the guest does it, to a copy that is hot-added to the running machine. An IDE
controller has no hot add: a machine without a SCSI controller cannot be backed up in this way.

This is that protocol as statecharts that run, with claims about it that are proved by exploring every
interleaving. [Watch a backup go wrong in the explorer](/explorer/), or read on: here is one that goes well. Look
at the bars on the left: the host’s copy is *written since* (orange) when it is taken, and back *at the guest’s
point* (green) after its recovery.

${committedDiagram('flow-2012r2')}

## What is proved

See [all claims](/claims/index) with their counts and counterexamples.

## What is not modelled

${readmePart('What is not modelled').replaceAll(
  /\[docs\/([\w/-]+)\.md\]\(docs\/\1\.md\)/g,
  (_, link) => `[${headingOf(link)}](/${link})`,
)}
`;

const flows = `# The two flows

Host releases 2008, 2008 R2 and 2012 mount every copy in the host. On 2012 R2 each copy is connected to the
machine that it came from.

${committedDiagram('plot-host-mounts')}

<div class="beside">
<section>

## Before: recovery in the host

${committedDiagram('flow-2012')}

</section>
<section>

## 2012 R2: recovery in the guest

${committedDiagram('flow-2012r2')}

</section>
</div>

## How far exploring goes

Every machine multiplies the states. Machines of one shape can be taken for each other, which saves nearly the factorial
of their number. The [proof for every number](/proof) explores one machine beside others that stand for any number.

${committedDiagram('plot-states')}
`;

export default {
  paths: () =>
    Object.entries({ index: home, flows }).map(([page, content]) => ({ params: { page }, content })),
};
