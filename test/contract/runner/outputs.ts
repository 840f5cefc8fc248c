import { type Failure, out, type PCollection, pipeline, run } from '@hornbeam/sdk';
import { collect } from '@hornbeam/sdk/testing';
import { expect } from 'vitest';
import { expectOutput, feature, turn } from './feature.js';

/** Outputs beside the main one. */
export const taggedOutputs = feature('tagged outputs', {
  'each output has what was sent to it': (runner) =>
    expectOutput<unknown>(
      runner,
      (p) => {
        const { main, small, large } = p.create([1, 5, 50]).parDo({
          outputs: { main: out<number>(), small: out<string>(), large: out<number>() },
          process(n, { emit, out: to }) {
            emit(n);
            if (n < 10) to.small(`small ${n}`);
            else to.large(n, 99);
          },
        });
        return p.flatten<unknown>([main, small, large.map((n, { timestamp }) => [n, timestamp])]);
      },
      [1, 5, 50, 'small 1', 'small 5', [50, 99]],
    ),
  'outputs that nobody reads are let go': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p.create([1]).parDo({
          outputs: { main: out<number>(), unread: out<number>() },
          process(n, { emit, out: to }) {
            to.unread(n);
            emit(n);
          },
        }).main,
      [1],
    ),
  'an output may be called errors where failures have no output': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const declared = { outputs: { main: out<string>(), errors: out<string>() } };
        const failing = p
          .create([1])
          .parDo({ ...declared, process: (n, ctx) => ctx.out.errors(`fail ${n}`) });
        const skipping = p.create([2]).parDo({
          ...declared,
          onError: 'skip',
          process: (n, ctx) => ctx.out.errors(`skip ${n}`),
          finishBundle: (ctx) => ctx.out.errors('end'),
        });
        return p.flatten([failing.errors, skipping.errors]).distinct();
      },
      ['fail 1', 'skip 2', 'end'],
    ),
  'generators and asynchronous callbacks send to tagged outputs too': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const one = p.create([1]).parDo({
          outputs: { main: out<string>(), side: out<string>() },
          *process(n, ctx) {
            ctx.out.side(`side ${n}`);
            yield `main ${n}`;
          },
        });
        const two = p.create([2]).parDo({
          outputs: { main: out<string>(), side: out<string>() },
          async process(n, ctx) {
            await turn();
            ctx.out.side(`side ${n}`);
            ctx.emit(`main ${n}`);
          },
        });
        return p.flatten([one.main, one.side, two.main, two.side]);
      },
      ['main 1', 'side 1', 'main 2', 'side 2'],
    ),
});

const no = (n: number): never => {
  throw new TypeError(`no ${n}`);
};

const described = (failures: PCollection<Failure<number>>): PCollection<string> =>
  failures.map(({ element, error, step }) => `${step}: ${element} ${error.name} ${error.message}`);

/** What becomes of elements whose callback throws. */
export const deadLetters = feature('dead letters', {
  'without a word the run fails and names step, line and element': async (runner) => {
    const failing = collect((p) => p.create([7]).map(no).named('Refuse'), { runner });
    await expect(failing).rejects.toMatchObject({
      code: 'E_USER',
      message: 'no 7',
      place: { step: 'Refuse', element: '7', callSite: expect.stringMatching(/outputs\.ts:\d+/) },
    });
  },
  'skip drops the element and counts it': async (runner) => {
    const kept: number[] = [];
    const result = await run(
      pipeline((p) => {
        p.create([1, 2, 3])
          .map((n) => (n === 2 ? no(n) : n), { onError: 'skip' })
          .named('Some')
          .map((n) => kept.push(n));
      }),
      { runner },
    );
    expect(kept.sort()).toEqual([1, 3]);
    expect(result.steps.find(({ name }) => name === 'Some')).toMatchObject({ failures: 1, elementsOut: 2 });
  },
  'a function takes the failures of map, flatMap and filter, also of later ones': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const failures: PCollection<string>[] = [];
        const onError = (part: PCollection<Failure<number>>) => failures.push(described(part));
        const input = p.create([1]);
        input.map(no, { onError }).named('map');
        input.flatMap(no, { onError }).named('flatMap');
        input.filter(no, { onError }).named('filter');
        const late = async (n: number): Promise<never> => {
          await turn();
          return no(n);
        };
        input.map(late, { onError }).named('later');
        return p.flatten(failures);
      },
      [
        'map: 1 TypeError no 1',
        'flatMap: 1 TypeError no 1',
        'filter: 1 TypeError no 1',
        'later: 1 TypeError no 1',
      ],
    ),
  'a DoFn has an output of failures': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const { main, errors } = p.create([1, 2]).parDo({
          name: 'Even',
          onError: 'output',
          process: (n: number) => [n % 2 ? no(n) : `even ${n}`],
        });
        return p.flatten([main, described(errors)]);
      },
      ['even 2', 'Even: 1 TypeError no 1'],
    ),
  'nothing that a failing element made goes on': (runner) =>
    expectOutput(
      runner,
      (p) => {
        // One that succeeds follows, so that nothing can wait for it.
        const input = p.create([1, 2, 3]);
        const outputs = { main: out<string>(), side: out<string>() };
        const emitting = input.parDo({
          onError: 'output',
          outputs,
          process(n, ctx) {
            ctx.emit(`emitted ${n}`);
            ctx.out.side(`aside ${n}`);
            if (n === 2) no(n);
          },
        });
        const emittingLater = input.parDo({
          onError: 'output',
          outputs,
          async process(n, ctx) {
            ctx.emit(`late ${n}`);
            await turn();
            ctx.out.side(`late aside ${n}`);
            if (n === 2) no(n);
          },
        });
        const generating = input.flatMap(
          function* (n) {
            yield `generated ${n}`;
            if (n === 2) no(n);
          },
          { onError: 'skip' },
        );
        const generatingLater = input.flatMap(
          async function* (n) {
            yield `generated later ${n}`;
            await turn();
            if (n === 2) no(n);
          },
          { onError: 'skip' },
        );
        const count = ({ errors }: { errors: PCollection<unknown> }) => errors.map(() => 'failed');
        return p.flatten([
          ...[emitting.main, emitting.side, count(emitting)],
          ...[emittingLater.main, emittingLater.side, count(emittingLater)],
          ...[generating, generatingLater],
        ]);
      },
      [
        ...['failed', 'failed'],
        ...[1, 3].flatMap((n) => [
          ...[`emitted ${n}`, `aside ${n}`, `late ${n}`, `late aside ${n}`],
          ...[`generated ${n}`, `generated later ${n}`],
        ]),
      ],
    ),
  'failures keep the timestamp of their element, and thrown things become errors': (runner) =>
    expectOutput<unknown>(
      runner,
      (p) => {
        const { errors } = p
          .create([1])
          .withTimestamps(() => 77)
          .parDo({
            onError: 'output',
            process: (): number[] => {
              throw 'a text';
            },
          });
        return errors.map(({ error }, { timestamp }) => [error.name, error.message, timestamp]);
      },
      [['Error', 'a text', 77]],
    ),
  'a later step may fail without its producer being asked': async (runner) => {
    const failing = collect(
      (p) =>
        p
          .create([1])
          .map((n) => n, { onError: 'skip' })
          .map(no),
      { runner },
    );
    await expect(failing).rejects.toMatchObject({ code: 'E_USER', message: 'no 1' });
  },
});
