import type { FileInvocation } from '../args/program.js';
import { findRunner } from '../runners.js';
import type { Session } from '../session.js';
import { optionsHelp } from './options-help.js';
import { buildPrepared, prepare } from './prepare.js';

/** Shows the plan of a pipeline file on stdout. @returns the exit code */
export async function explainCommand(invocation: FileInvocation, session: Session): Promise<number> {
  const { host, interruptions } = session;
  const work = async (): Promise<string> => {
    const prepared = await prepare(invocation, session);
    const { loaded, options, flags } = prepared;
    if (flags.help) return optionsHelp(loaded, options, invocation, host.cwd, session.palette('stdout'));
    const { graph } = await buildPrepared(prepared, session);
    if (flags.runner !== undefined) await findRunner(flags.runner).check(graph);
    const [{ toPlan }, { planStages }, { viewOfPlan }] = await Promise.all([
      import('@hornbeam/sdk/translate'),
      import('@hornbeam/direct'),
      import('../explain/view-of-plan.js'),
    ]);
    const { pipeline } = toPlan(graph);
    const view = viewOfPlan(loaded.name, graph, planStages(pipeline));
    switch (flags.format ?? 'text') {
      case 'text':
        return (await import('../explain/text.js')).explainText(view, session.palette('stdout'));
      case 'mermaid':
        return (await import('../explain/mermaid.js')).explainMermaid(view);
      case 'dot':
        return (await import('../explain/dot.js')).explainDot(view);
      case 'svg':
        return (await import('../explain/svg.js')).explainSvg(view);
      case 'json': {
        const [{ Pipeline }, { toJson }] = await Promise.all([
          import('@hornbeam/proto'),
          import('@hornbeam/proto/json'),
        ]);
        return `${JSON.stringify({ ...view, plan: toJson(Pipeline, pipeline) }, null, 2)}\n`;
      }
    }
  };
  await host.stdout.write(await Promise.race([work(), interruptions.happened]));
  return 0;
}
