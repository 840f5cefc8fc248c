/** What a TaskManager says of itself. */
export interface FlinkWorker {
  /** `taskmanager.resource-id`. */
  readonly id: string;
  readonly slots: number;
}

/**
 * The TaskManagers that a JobManager knows at this moment; undefined when it does not answer (yet).
 * @param endpoint `host:port` of its REST API
 */
export async function flinkWorkers(endpoint: string): Promise<readonly FlinkWorker[] | undefined> {
  try {
    const answer = await fetch(`http://${endpoint}/taskmanagers`, { signal: AbortSignal.timeout(2000) });
    if (!answer.ok) return undefined;
    const { taskmanagers } = (await answer.json()) as { taskmanagers: { id: string; slotsNumber: number }[] };
    return taskmanagers.map(({ id, slotsNumber }) => ({ id, slots: slotsNumber }));
  } catch {
    return undefined;
  }
}
