// Writes the method tables of all services, in the shape gRPC libraries take.

import { doc } from './doc.mjs';

/**
 * @param {object[]} services
 * @returns {string} TypeScript source
 */
export function writeServices(services) {
  const modules = new Map();
  for (const method of services.flatMap((service) => service.methods)) {
    for (const [type, module] of [
      [method.request, method.requestModule],
      [method.response, method.responseModule],
    ]) {
      modules.set(module, (modules.get(module) ?? new Set()).add(type));
    }
  }
  const imports = [...modules]
    .sort()
    .map(([module, types]) => `import { ${[...types].sort().join(', ')} } from './${module}.js';\n`);
  const tables = services.map((service) => {
    const methods = service.methods.map(
      (method) => `  ${method.name}: method({
    path: '${method.path}',
    requestType: ${method.request},
    requestStream: ${method.requestStream},
    responseType: ${method.response},
    responseStream: ${method.responseStream},
  }),
`,
    );
    return `\n${doc(service.comment, service.fullName)}export const ${service.name} = {\n${methods.join('')}};\n`;
  });
  return `import { method } from '../wire/method.js';\n${imports.join('')}${tables.join('')}`;
}
