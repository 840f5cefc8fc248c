/** What must have come out, by what is really in the topic of payments, and how it differs from what has come out. */

/** Every record of a topic that is committed, partition by partition, in order. */
export async function recordsOf(client, topic) {
  const { partitions } = await client.describeTopic(topic);
  const numbers = partitions.map(({ partition }) => partition);
  const ends = await client.offsets(topic, numbers, 'latest', 'read_committed');
  const all = [];
  for (const partition of numbers) {
    const records = [];
    let offset = 0;
    while (offset < ends.get(partition)) {
      const [fetched] = await client.fetch([{ topic, partition, offset }], {
        ...{ isolation: 'read_committed', maxWait: 100, maxBytes: 8_000_000 },
      });
      if (fetched.problem === 'offset' || fetched.problem === 'topic') {
        throw new Error(`${topic} ${partition} cannot be read at ${offset}: ${fetched.problem}`);
      }
      records.push(...fetched.records);
      offset = fetched.nextOffset;
    }
    all.push(records);
  }
  return all;
}

const decoder = new TextDecoder();
const textOf = ({ value }) => decoder.decode(value);

/** The results that the payments call for: of each payment, and of each account and second. */
export function expected(payments) {
  const balances = new Map();
  const seconds = new Map();
  payments.forEach((records, partition) => {
    // An account has one partition: its payments come in the order of their offsets.
    const accounts = new Map();
    for (const record of records) {
      const { account, amount } = JSON.parse(textOf(record));
      if (account === 'end') continue;
      const known = accounts.get(account) ?? { n: 0, total: 0 };
      accounts.set(account, known);
      known.n++;
      known.total += amount;
      balances.set(
        `${partition} ${record.offset}`,
        `${account} ${partition} ${record.offset} ${known.n} ${known.total}`,
      );
      const second = `${account} ${Math.floor(record.timestamp / 1000) * 1000}`;
      const sum = seconds.get(second) ?? { count: 0, amount: 0 };
      seconds.set(second, sum);
      sum.count++;
      sum.amount += amount;
    }
  });
  return {
    balances,
    seconds: new Map([...seconds].map(([key, { count, amount }]) => [key, `${key} ${count} ${amount}`])),
  };
}

/**
 * Counts what is wrong with the rows of a topic.
 * @param rows by partition, in order
 * @param meant the rows by what tells them apart
 * @param idOf what tells a row apart
 */
export function compare(rows, meant, idOf) {
  const seen = new Map();
  const found = { rows: 0, lost: 0, duplicated: 0, wrong: 0, unknown: 0, examples: [] };
  const note = (what, row) => {
    found[what]++;
    if (found.examples.length < 5) found.examples.push(`${what}: ${row}`);
  };
  for (const row of rows.flat().map(textOf)) {
    found.rows++;
    const id = idOf(row);
    const right = meant.get(id);
    if (right === undefined) note('unknown', row);
    else if (seen.has(id)) note('duplicated', row);
    else if (right !== row) note('wrong', `${row}, not ${right}`);
    seen.set(id, true);
  }
  for (const [id, row] of meant) if (!seen.has(id)) note('lost', row);
  return found;
}

/** How many balances of an account come before an earlier one of it. */
export function reordered(rows) {
  let count = 0;
  for (const records of rows) {
    const last = new Map();
    for (const record of records) {
      const [account, , , n] = textOf(record).split(' ');
      if (Number(n) <= (last.get(account) ?? 0)) count++;
      last.set(account, Number(n));
    }
  }
  return count;
}

/** What tells apart the rows of both topics. */
export const balanceId = (row) => row.split(' ').slice(1, 3).join(' ');
export const secondId = (row) => row.split(' ').slice(0, 2).join(' ');
