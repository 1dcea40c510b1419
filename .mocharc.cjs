// Mocha re-emits unhandled rejections of the code under test and nothing else listens: thrown, they fail the test.
process.on('unhandledRejection', (reason) => {
  throw reason;
});

module.exports = {};
