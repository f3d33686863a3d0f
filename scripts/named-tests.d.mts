export function namedTests(): Readonly<Record<string, readonly string[]>>;
