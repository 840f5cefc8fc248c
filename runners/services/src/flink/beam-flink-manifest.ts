/**
 * The SHA-256 of every jar that Beam's Flink runner is made of: the direct artifact and all that Maven resolves for it
 * under `beamFlinkPom`. Names are `<group>.<artifact>-<version>.jar`. Comparing all of them means that a repository can
 * neither replace nor add one.
 */
export const beamFlinkManifest: ReadonlyMap<string, string> = new Map(
  `
91ddeaba0b24adce72291c618c00bbdce1c884755f6c4dba9c5c46e871c69ed6 args4j.args4j-2.33.jar
f204ebbd552614a22b8531ffe350d47f8fd42c45bb60517c07974dc27a5a1dd3 com.fasterxml.jackson.core.jackson-annotations-2.15.4.jar
8dc9210dd285db366f45f518dd1e6a9ccfeb0f1a8e184a899fe96d29edf1fd94 com.fasterxml.jackson.core.jackson-core-2.15.4.jar
0f99ff7719eef3ee85608b3dee6ecf3c698003fe9d6e34eabbfabccdc9b5ac2c com.fasterxml.jackson.core.jackson-databind-2.15.4.jar
ba734e1e84c09d615af6a09d33034b4f0442f8772dec120efb376d86a565ae15 com.google.android.annotations-4.1.1.4.jar
faf02f4070c4f591e7d1a591161da3bee2d08e2bb9c4578645559e8f55cf6b7b com.google.api-client.google-api-client-2.0.0.jar
94312af9e4436dc4e1dbae097e6b20d71c54002137a8f273a68f3a35d76b03d3 com.google.api-client.google-api-client-jackson2-2.0.1.jar
30c673f26b6def4edf5c20ff665332278c86d23e424ced6ef042c3aa7f91874a com.google.api.api-common-2.40.0.jar
fd5e6692b5e5676d96c086899ac94a2c50758cd4276021bf0f7577fdceec92c2 com.google.api.gax-2.57.0.jar
cedb1c2b224560cb005b30a75617dda9832d4efe206d873aadff6e8667dc1f02 com.google.api.gax-grpc-2.54.1.jar
6bb667c7507c4cd43c546e750bfb2d6b0de01a9e3f28d6267f4e74ac92d0158d com.google.api.gax-httpjson-2.57.0.jar
ea0f328ca3e26533d87b6cd943ab7316212fbe02e9478a02d2b4ba4d8c7d7634 com.google.apis.google-api-services-cloudresourcemanager-v1-rev20240310-2.0.0.jar
897cc8a7adf82f05c073d5edcba2f10eec0a2b1850edd2816de091480aad79ed com.google.apis.google-api-services-dataflow-v1b3-rev20240817-2.0.0.jar
4d8be16b12dafcde0e8f6d4c09699760c0af1b5f259205e425c5cfca73218d85 com.google.apis.google-api-services-iamcredentials-v1-rev20211203-2.0.0.jar
0b8a1b47042855cf1fc82cdd501f213acff0f95049c6f2d701733c7d9c170701 com.google.apis.google-api-services-storage-v1-rev20240924-2.0.0.jar
c4d9c243419b6a4ba4846d3ff9fa283dff14ea877e25c44ab058df6884fc248e com.google.auth.google-auth-library-credentials-1.28.0.jar
7bf55722a2b97847cf975b904e7b66dbc815ed262dfa04898318be6fdbca851d com.google.auth.google-auth-library-oauth2-http-1.28.0.jar
392a848fc611fff5fd317c2453a9a1bf7775e4f4de9c5af0d688bff57f691f6e com.google.auto.value.auto-value-annotations-1.8.2.jar
8be122b87c73cee215e339480c33e5ebf71f4c45ec82ff1259b5c3fcb810a2e0 com.google.cloud.bigdataoss.gcsio-2.2.26.jar
eb133bd5a945c021c0c05b25c1ed9c7b1c5e55434e4c5ad62aada6d747e876ee com.google.cloud.bigdataoss.util-2.2.26.jar
baa2f9768f1665b2c18cf730b863b307adeb95cf34ab9a68ad723a6c5e6a3159 com.google.cloud.google-cloud-core-2.44.1.jar
6d1f230b13ad553958ae8cd36b1fa21a5a635f380b29a3a4a2a01952b707706e com.google.cloud.google-cloud-core-grpc-2.47.0.jar
3eecfb2d2760ce5790e3e91f7ab984457b890685f91a269b1825067cd4cefd45 com.google.cloud.google-cloud-core-http-2.47.0.jar
59f5db7eb5acab89b4f21bf0550744ec9e7fe7e62a5d0b2399862a08c89cefd8 com.google.cloud.google-cloud-storage-2.44.1.jar
f08687cf42c8e3719f261280339773a8f369fbd3fcd6355cf6759a8c51ce473a com.google.cloud.google-cloud-storage-control-2.44.1.jar
56853ca1991334dd99cc4f01c0aa66f2d96a46c2191df9ba74898be2c12e17a1 com.google.cloud.opentelemetry.detector-resources-support-0.32.0.jar
53f4b0313803b7603b0ef0b67877c4dc504caba88d39bdbe7a360878c84c7294 com.google.cloud.opentelemetry.exporter-metrics-0.31.0.jar
0adc3419080c89d1182461214474ed62d9d3777efbc530e101596c9ac271f102 com.google.cloud.opentelemetry.shared-resourcemapping-0.32.0.jar
766ad2a0783f2687962c8ad74ceecc38a28b9f72a2d085ee438b7813e928d0c7 com.google.code.findbugs.jsr305-3.0.2.jar
57928d6e5a6edeb2abd3770a8f95ba44dce45f3b23b7a9dc2b309c581552a78b com.google.code.gson.gson-2.11.0.jar
a249d4d25dfb86d41e6c82fc335df580189f0c9feeabdc53233fc1e5060724a1 com.google.errorprone.error_prone_annotations-2.10.0.jar
81b355ac0aeab008bafb30dbda8502826674fbf786a29dbbe68fab2cee5bff20 com.google.flogger.flogger-0.7.1.jar
fd66f2615a9d8fe1b2274f1b5005a5555a0cd63cdfdab2ca9500e6eb81dc5f63 com.google.flogger.flogger-system-backend-0.7.1.jar
b278fd4ed0e3019e9bf54b1e3a79cd4b6474376f01e4021db5d4d89eeef38ced com.google.flogger.google-extensions-0.7.1.jar
8a8f81cf9b359e3f6dfa691a1e776985c061ef2f223c9b2c80753e1b458e8064 com.google.guava.failureaccess-1.0.2.jar
2c3e41d1b380f2044d257947a3aa82dabf3ae4b978622745254aa18b6cf89ab0 com.google.guava.guava-33.3.1-android.jar
b372a037d4230aa57fbeffdef30fd6123f9c0c2db85d0aced00c91b974f33f99 com.google.guava.listenablefuture-9999.0-empty-to-avoid-conflict-with-guava.jar
8340bbaf4410bd25921842e424cac3db9c916fdf47adfe73b8cba8dba7a06103 com.google.http-client.google-http-client-1.45.0.jar
8b495576cf959ad26fcfdd03cdf782fa2174120c48c515fe71b70148a951c20a com.google.http-client.google-http-client-apache-v2-1.42.1.jar
0d0efde4ac1f08838d3f5fa0a4b3d42cef6818196336bd8fcd80c5b7a9235c3c com.google.http-client.google-http-client-appengine-1.45.0.jar
44dc1da1b7914fe7df306ac79e8c04d879cbfcb2e6afc8eb106ecf0be9dce96e com.google.http-client.google-http-client-gson-1.45.0.jar
b03a79f38e924e2eeaee673acf314626825284cb39948d06c2948ad083b4d089 com.google.http-client.google-http-client-jackson2-1.42.3.jar
88241573467ddca44ffd4d74aa04c2bbfd11bf7c17e0c342c94c9de7a70a7c64 com.google.j2objc.j2objc-annotations-3.0.0.jar
193edf97aefa28b93c5892bdc598bac34fa4c396588030084f290b1440e8b98a com.google.oauth-client.google-oauth-client-1.34.1.jar
e90d8ddb963b20a972a6a59b5093ade2b07cbe546cab3279aaf4383260385f58 com.google.protobuf.protobuf-java-3.25.3.jar
b813c8d6d554cb71c1e82d171d7f80730ae74222a185c863cbedf05072c88155 com.google.protobuf.protobuf-java-util-3.25.3.jar
4f657af51ab8bb0909bcc3eb40862d26125af8cbcf92aaaba595fed77f947bc0 com.google.re2j.re2j-1.7.jar
f412ecbb235c2460b45e63584109723dea8d94b819c78c9bfc38f50cba8546c0 com.lmax.disruptor-3.4.2.jar
f700de80ac270d0344fdea7468201d8b9c805e5c648331c3619f2ee067ccfc59 commons-codec.commons-codec-1.17.0.jar
f41f7baacd716896447ace9758621f62c1c6b0a91d89acee488da26fc477c84f commons-io.commons-io-2.16.1.jar
daddea1ea0be0f56978ab3006b8ac92834afeefbd9b7e4e6316fca57df0fa636 commons-logging.commons-logging-1.2.jar
ea30b2d5e29e89d52706bcecf7a6ae3b44682d4a1566a5f22b9453f9be2a970c io.github.classgraph.classgraph-4.8.162.jar
f1474d47f4b6b001558ad27b952e35eda5cc7146788877fc52938c6eba24b382 io.opencensus.opencensus-api-0.31.1.jar
2a6aad69455bd3c4ce5cfb0c6a3c296895afb3e7b9ebb11d3e20c296f864e51c io.opencensus.opencensus-contrib-exemplar-util-0.31.0.jar
b28fc72490edd49c4c40a3c216b709200833fb361f7f602f1c7c9a527f7b7f63 io.opencensus.opencensus-contrib-grpc-metrics-0.31.0.jar
3ea995b55a4068be22989b70cc29a4d788c2d328d1d50613a7a9afd13fdd2d0a io.opencensus.opencensus-contrib-http-util-0.31.1.jar
5ef9451812105000670f17365d1cb66c9dc18028178911b6bb754f7976fd1609 io.opencensus.opencensus-contrib-resource-util-0.31.0.jar
8da3929df8312e53f382f8ae2b8bfbf3fd7eb3f367357a2203df897922706a9e io.opencensus.opencensus-exporter-metrics-util-0.31.0.jar
3f1b431c560cb2efd9a4a369f1b3f35b16e3f5ed65789843446b35c361949d22 io.opencensus.opencensus-exporter-stats-stackdriver-0.31.0.jar
27b71217de6fdfa9b42265a3063ff7de39de74bcc3048e07c2318e1e4f064531 io.opencensus.opencensus-impl-0.31.0.jar
2dc4f599c7ad08cedb2601beebd90f609505c73ab05d02eb9bc1cee22bcc07b5 io.opencensus.opencensus-impl-core-0.31.0.jar
0c192d451e9dd74e98721b27d02f0e2b6bca44b51563b5dabf2e211f7a3ebf13 io.opencensus.opencensus-proto-0.2.0.jar
f7b6baddfbbe57f0e3e1e3cc08eb68bb61c29ef6c17898ce7ce35b1f3029d3e6 io.opentelemetry.contrib.opentelemetry-gcp-resources-1.37.0-alpha.jar
745a86a75ecb5e03f464f05ea2dc76e0f04d07273c5509fa74f393bff9b222b7 io.opentelemetry.semconv.opentelemetry-semconv-1.25.0-alpha.jar
c7b478503ec524e55df19b424d46d27c8a68aeb801664fadd4f069b71f52d0f6 io.perfmark.perfmark-api-0.27.0.jar
e04ba5195bcd555dc95650f7cc614d151e4bcd52d29a10b8aa2197f3ab89ab9b javax.annotation.javax.annotation-api-1.3.2.jar
d65b4f127d36cf52b9b7b439552db22f3de92b892014512870cb3c98a3cf505e joda-time.joda-time-2.10.14.jar
970636134d61c183b19f8f58fa631e30d2f2abca344b37848a393cac7863dd70 net.bytebuddy.byte-buddy-1.14.12.jar
eaed6622eef605b9bfcf726ea9b2182d3c7b063b690b1a560d15f194a206fd00 org.apache.beam.beam-model-fn-execution-2.62.0.jar
a1ca8460a2c1420ed86d97fc0066953ff9eac312bacef095d4729800a8f80933 org.apache.beam.beam-model-job-management-2.62.0.jar
c73d51aa4f2a4df614bc5e133c1778305abe59b38230f57ada10d44aad388cba org.apache.beam.beam-model-pipeline-2.62.0.jar
41be4d5c30c60b876f3f5d97123ddccb6a57c8822dc93b56cbda4fb54b6dd9c3 org.apache.beam.beam-runners-core-java-2.62.0.jar
1068e860e50ca258e300ac88116b6013f753383eae0e48fd5d787dbb9dcd6205 org.apache.beam.beam-runners-flink-1.19-2.62.0.jar
1cd66309c3fe3b0ea697f5a18df3a4f0612a7d5818dfdbc4938c863be5af6394 org.apache.beam.beam-runners-java-fn-execution-2.62.0.jar
db3fe3b16d2df72e4b72358a93511074c31469005767945702bb4d791a548aab org.apache.beam.beam-runners-java-job-service-2.62.0.jar
18dfa4039940bbada07595f630738976a77f92fc7e9309bd122fa3b1bc5b4622 org.apache.beam.beam-sdks-java-core-2.62.0.jar
7eea07e96c822ee16a2d5e1cd6e9cecf8d92e8e5ba7b1c72ab2e78a6ab6bee1b org.apache.beam.beam-sdks-java-expansion-service-2.62.0.jar
a395083305f8c6e49ea846671c4a8cccf6caa0a8ebd74356a0b68bdf4f80aff7 org.apache.beam.beam-sdks-java-extensions-google-cloud-platform-core-2.62.0.jar
f0ddb6c1c1c4834d757ad5c47074c7742b1830e8445a5b7564711361c275dba5 org.apache.beam.beam-sdks-java-harness-2.62.0.jar
778a941b5b25f2e3a2bdc8bd5cb4ed15ef5df78580913128d2c84e4b41c0388c org.apache.beam.beam-sdks-java-transform-service-launcher-2.62.0.jar
d6baf615b08cf46f084163c899450780ad33a87e7bb8d1d03158e2d2ba9b12f4 org.apache.beam.beam-vendor-grpc-1_60_1-0.3.jar
44669a8f43cdef8ac20e02484ead0d1cf8199d47e00c7f1828b579b7dfb0f9a2 org.apache.beam.beam-vendor-guava-32_1_2-jre-0.1.jar
9168a03141d8fc7eda21a2360d83cc0412bcbb1d6204d992bd48c2573cb3c6b8 org.apache.commons.commons-compress-1.26.2.jar
7b96bf3ee68949abb5bc465559ac270e0551596fa34523fddf890ec418dde13c org.apache.commons.commons-lang3-3.14.0.jar
6fe9026a566c6a5001608cf3fc32196641f6c1e5e1986d1037ccdbd5f31ef743 org.apache.httpcomponents.httpclient-4.5.13.jar
f956209e450cb1d0c51776dfbd23e53e9dd8db9a1298ed62b70bf0944ba63b28 org.apache.httpcomponents.httpcore-4.4.14.jar
d76b9afea61c7c082908023f0cbc1427fab9abd2df915c8b8a3e7a509bccbc6d org.checkerframework.checker-compat-qual-2.5.3.jar
ccaedd33af0b7894d9f2f3b644f4d19e43928e32902e61ac4d10777830f5aac7 org.checkerframework.checker-qual-3.42.0.jar
c720e6e5bcbe6b2f48ded75a47bccdb763eede79d14330102e0d352e3d89ed92 org.codehaus.mojo.animal-sniffer-annotations-1.24.jar
857917d2319a4e92dc1c5e3aeb75a0dac84445ed315e7ac3d82bb8d2b298977f org.threeten.threetenbp-1.7.0.jar
55b30c94e5c4cc2d4b6976916098d0678a8a6cc7427fa8c875621bd94e731ac8 org.xerial.snappy.snappy-java-1.1.10.4.jar
1467931448a0817696ae2805b7b8b20bfb082652bf9c4efaed528930dc49389b org.yaml.snakeyaml-2.2.jar
`
    .trim()
    .split('\n')
    .map((line) => {
      const [sum, name] = line.split(' ') as [string, string];
      return [name, sum];
    }),
);
