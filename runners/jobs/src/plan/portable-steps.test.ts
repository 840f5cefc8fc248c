import { urns } from '@hornbeam/proto/urns';
import {
  bagState,
  combiningState,
  eventTimer,
  mapState,
  orderedListState,
  type Root,
  setState,
  sum,
  valueState,
} from '@hornbeam/sdk';
import { describe, expect, test } from 'vitest';
import { parDoOf, sentOf } from './portable-plan.fixture.js';
import { prismProfile } from './profiles.js';

const counting = (p: Root) =>
  p
    .create([1])
    .keyBy((n) => n)
    .parDo({
      uses: {
        last: valueState<number>(),
        all: bagState<number>(),
        total: combiningState(sum),
        seen: setState<number>(),
        names: mapState<string, number>(),
        inOrder: orderedListState<number>(),
        end: eventTimer(),
      },
      process: () => [1],
      onTimer: { end: () => [] },
      onWindowExpiration: () => [2],
    })
    .named('Count');

test('state of every kind is kept in bags', async () => {
  const sent = await sentOf(counting);
  const { stateSpecs } = parDoOf(sent, 'Count');
  expect(Object.keys(stateSpecs).sort()).toEqual(['all', 'inOrder', 'last', 'names', 'seen', 'total']);
  for (const { protocol, bagSpec } of Object.values(stateSpecs)) {
    expect(protocol?.urn).toBe(urns.userState.bag);
    expect(sent.components!.coders[bagSpec!.elementCoderId]!.spec!.urn).toBe(urns.coders.bytes);
  }
});

describe('a step that is told of windows that expire', () => {
  const telling = { ...prismProfile, expiresWindows: true };

  test('has an ordinary timer for it where the runner does not tell', async () => {
    const sent = await sentOf(counting);
    const before = await sentOf(counting, { profile: telling });
    const { onWindowExpirationTimerFamilySpec: family } = parDoOf(before, 'Count');
    expect(parDoOf(sent, 'Count').onWindowExpirationTimerFamilySpec).toBe('');
    expect(Object.keys(parDoOf(sent, 'Count').timerFamilySpecs).sort()).toEqual(['end', family].sort());
    expect(sent.requirements).toEqual([urns.requirements.statefulProcessing]);
  });

  test('says so to a runner that tells', async () => {
    const sent = await sentOf(counting, { profile: telling });
    const { onWindowExpirationTimerFamilySpec: family, timerFamilySpecs } = parDoOf(sent, 'Count');
    expect(Object.keys(timerFamilySpecs)).toContain(family);
    expect(sent.requirements).toContain(urns.requirements.onWindowExpiration);
  });
});

test('maps are read as what they are made of', async () => {
  const sent = await sentOf((p) => {
    const pairs = p.create([{ key: 'a', value: 1 }]);
    p.create(['a'])
      .map((word, { one, many, all }) => [one.get(word), many.get(word), all], {
        one: pairs.asMap(),
        many: pairs.asMultimap(),
        all: pairs.asList(),
      })
      .named('Look up');
  });
  const { sideInputs } = parDoOf(sent, 'Look up');
  expect(Object.values(sideInputs).map(({ accessPattern }) => accessPattern?.urn)).toEqual([
    urns.sideInputs.iterable,
    urns.sideInputs.iterable,
    urns.sideInputs.iterable,
  ]);
});
