/** Groups what belongs to partitions by topic, as Kafka's requests have it. */
export function topicsOf<T extends { readonly topic: string }>(all: Iterable<T>): [string, T[]][] {
  const topics = new Map<string, T[]>();
  for (const each of all) {
    const found = topics.get(each.topic);
    if (found === undefined) topics.set(each.topic, [each]);
    else found.push(each);
  }
  return [...topics];
}
