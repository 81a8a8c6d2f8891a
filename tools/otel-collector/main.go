// Command otel-collector runs the OTLP receiver of the OpenTelemetry collector and prints what it took: a line
// a span, of service, span kind, name, status, trace, span and parent. A test starts it as a program of its own.
//
//	otel-collector HOST:PORT
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"

	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/receiver/otlpreceiver"
	"go.opentelemetry.io/collector/receiver/receivertest"
)

// show prints the spans.
func show(_ context.Context, td ptrace.Traces) error {
	for _, r := range td.ResourceSpans().All() {
		service, _ := r.Resource().Attributes().Get("service.name")
		for _, s := range r.ScopeSpans().All() {
			for _, x := range s.Spans().All() {
				fmt.Printf("%s|%s|%s|%s|%s|%s|%s|%d\n", service.AsString(), x.Kind(), x.Name(), x.Status().Code(), x.TraceID(), x.SpanID(), x.ParentSpanID(), x.EndTimestamp()-x.StartTimestamp())
			}
		}
	}
	return nil
}

func run(ctx context.Context, address string) error {
	f := otlpreceiver.NewFactory()
	cfg := f.CreateDefaultConfig()
	if err := confmap.NewFromStringMap(map[string]any{"protocols": map[string]any{"http": map[string]any{"endpoint": address}}}).Unmarshal(cfg); err != nil {
		return err
	}
	to, err := consumer.NewTraces(show)
	if err != nil {
		return err
	}
	r, err := f.CreateTraces(ctx, receivertest.NewNopSettings(f.Type()), cfg, to)
	if err != nil {
		return err
	}
	if err := r.Start(ctx, componenttest.NewNopHost()); err != nil {
		return err
	}
	fmt.Println("ready")
	<-ctx.Done()
	return r.Shutdown(context.WithoutCancel(ctx))
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "otel-collector HOST:PORT")
		os.Exit(2)
	}
	if err := run(ctx, os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
