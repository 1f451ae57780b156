import { Command } from 'commander';

export function demoCommand(): Command {
  return new Command('demo').description('runs the sample journeys on sample signals and explains one decision');
}
