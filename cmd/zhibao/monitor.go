package main

import (
	"context"
	"fmt"
	"net"
	"runtime/debug"
	"time"

	"zhibao/internal/telemetry"
	"zhibao/internal/web"
)

// monitored serves the figures on an address of their own, where one is given: what reads them is no
// person and has no session. It returns what ends it.
func (o *options) monitored(r *telemetry.Recorder) (stop func(), err error) {
	if o.metrics == "" {
		return func() {}, nil
	}
	l, err := net.Listen("tcp", o.metrics)
	if err != nil {
		return nil, fmt.Errorf("不能监听 %s（--metrics）：%w", o.metrics, err)
	}
	srv := web.NewServer(o.metrics, r.Handler())
	go srv.Serve(l) //nolint:errcheck // ends with Close
	return func() { srv.Close() }, nil
}

// traced sends traces to a collector of this machine, where one is given. It returns what sends the last ones
// and ends it, at most three seconds after the center was closed: a collector that hangs must not keep the
// program from ending.
func (o *options) traced(r *telemetry.Recorder) (stop func(), err error) {
	if o.traces == "" {
		return func() {}, nil
	}
	t, err := r.SendTraces(o.traces, built(), o.share)
	if err != nil {
		return nil, err
	}
	return func() {
		ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
		defer cancel()
		_ = t.Stop(ctx) // what the collector does not take now is lost, as it says in the figures
	}, nil
}

// built is the version of the program, as traces say it; none where it was built without module information,
// as tests are.
func built() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	return info.Main.Version
}
