/** How pipelines of each SDK are sent to a job service, as lines for people. */
export function howToSubmit(endpoint: string): string[] {
  return [
    `Python      python pipeline.py --runner=PortableRunner --job_endpoint=${endpoint} --environment_type=LOOPBACK`,
    `Go          go run pipeline.go --runner=universal --endpoint=${endpoint} --environment_type=LOOPBACK`,
    `Java        java -jar pipeline.jar --runner=PortableRunner --jobEndpoint=${endpoint} --defaultEnvironmentType=LOOPBACK`,
    `TypeScript  beam-run pipeline.ts --runner=portable --job-endpoint=${endpoint}`,
  ];
}
