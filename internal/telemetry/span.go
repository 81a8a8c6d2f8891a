package telemetry

import "context"

type spans struct{}

func (s *spans) begin(ctx context.Context, _ Kind, _, _ string) (context.Context, func(string)) {
	return ctx, func(string) {}
}
