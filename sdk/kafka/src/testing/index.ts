/** A Kafka in memory, for tests and simulations. */
export { connectSimulated } from './connect-simulated.js';
export {
  SimulatedBroker,
  type SimulatedBrokerPorts,
  type SimulatedFault,
  type SimulatedProducer,
  type SimulatedRequest,
} from './simulated-broker.js';
