import { minutes, pipeline, seconds } from '@hornbeam/sdk';
import { fromIterable, writeCsv } from '@hornbeam/sdk/io';
import { z } from 'zod';
import { seededRandom } from '../seeded-random.js';
import { LONGEST_DELAY } from './game-event.js';

const options = z.object({
  events: z.int().positive().default(20_000).describe('How many events to make'),
  output: z.string().default('game-events.csv').describe('The file to write'),
});

/**
 * Makes up an afternoon of a mobile game: players of teams earn points, robots earn too many, and events reach the
 * server in another order than they happened. The file is in the order of arrival. It is the same each time.
 */
export default pipeline({ name: 'game-events', options }, (p, o) => {
  p.read(fromIterable(() => played(o.events))).write(writeCsv(o.output, { singleFile: true }));
});

interface Arrival {
  readonly user: string;
  readonly team: string;
  readonly points: number;
  /** When it happened, ISO 8601. */
  readonly time: string;
}

const BEGIN = Date.parse('2024-05-04T12:00:00Z');
/** How long the afternoon is. */
const LENGTH = minutes(6 * 60);

const COLOURS = ['Amber', 'Azure', 'Coral', 'Indigo', 'Olive'];
const ANIMALS = ['Badger', 'Heron', 'Lynx', 'Otter'];
const PLAYERS_PER_TEAM = 12;

/** One player of each third team is a robot. */
const isRobot = (team: number, player: number): boolean => team % 3 === 0 && player === 0;

/** The events in the order of their arrival. */
function played(count: number): Arrival[] {
  const random = seededRandom('an afternoon');
  const teams = COLOURS.flatMap((colour) => ANIMALS.map((animal) => `${colour}${animal}`));
  const events: { arrives: number; event: Arrival }[] = [];
  const play = (team: number, player: number, at: number, points: number): void => {
    const delayed = random() < 0.1;
    const delay = delayed ? random() * LONGEST_DELAY : random() * seconds(2);
    events.push({
      arrives: at + delay,
      event: {
        user: `user${player}_${teams[team]!}`,
        team: teams[team]!,
        points,
        time: new Date(at).toISOString(),
      },
    });
  };
  while (events.length < count) {
    const team = Math.floor(random() * teams.length);
    const player = Math.floor(random() * PLAYERS_PER_TEAM);
    // People play for a while and come back later; a robot never rests.
    const robot = isRobot(team, player);
    const rounds = Math.min(count - events.length, robot ? 60 : 5 + Math.floor(random() * 20));
    let at = BEGIN + Math.floor(random() * (LENGTH - minutes(30)));
    for (let round = 0; round < rounds; round++) {
      play(team, player, at, robot ? 40 + Math.floor(random() * 20) : 1 + Math.floor(random() * 20));
      at += Math.ceil(robot ? seconds(20) : random() * seconds(90));
    }
  }
  return events.toSorted((a, b) => a.arrives - b.arrives).map(({ event }) => event);
}
