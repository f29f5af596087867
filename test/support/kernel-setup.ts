import { buildKernels } from '../../scripts/build-kernels.mjs'

/** Before the unit tests: on a clean clone nothing has built the kernels yet. */
export default buildKernels
