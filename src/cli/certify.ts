import { Product, search } from '../explore/index.ts';
import { certificate, certificateText } from '../interchange/index.ts';
import { type Explored, scopeComposition, type Verdict } from '../verify/index.ts';
import { InputError, UsageError } from './exit.ts';
import { writeText } from './files.ts';

/** @throws UsageError if the flags do not choose one scope of the model. */
export function refuseToCertify(scopes: number | null, mutant: string | undefined): void {
  if (scopes !== 1 || mutant !== undefined) {
    throw new UsageError(
      '--certificate is about one scope of the model: choose it with --topology, or with --host-release, --vms and --disks',
    );
  }
}

/**
 * Writes the certificate of a scope whose claims hold.
 * @throws InputError if they do not, so that there is nothing to certify.
 */
export function certify(file: string, { scope, result }: Explored, verdict: Verdict): void {
  if (!result.complete || verdict === 'violated' || verdict === 'inconclusive') {
    throw new InputError(`there is no certificate where the verdict is ${verdict}`);
  }
  const product = new Product(scopeComposition(scope));
  writeText(file, certificateText(certificate(scope, product, search(product))));
}
