package telemetry

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/resource"
	"go.opentelemetry.io/otel/sdk/trace"
	api "go.opentelemetry.io/otel/trace"

	"zhibao/internal/fault"
)

// Bounds of what waits for the collector: beyond them spans are dropped, never the work.
const (
	waiting = 4096
	parcel  = 512
	every   = 2 * time.Second
	respite = 3 * time.Second
)

// Traces sends spans to a collector of OpenTelemetry: OTLP over HTTP, in JSON, which is plain to read and needs
// no library for it. A span says what kind of work of which name took how long, with which outcome and within
// what other work: the same names as the figures, and so nothing about a case or a person.
type Traces struct {
	provider   *trace.TracerProvider
	tracer     api.Tracer
	address    string
	client     *http.Client
	sent, lost atomic.Int64
}

// SendTraces begins to send a share of the traces, 0 to 1, to a collector. The address is that of this
// machine, http://127.0.0.1:4318/v1/traces; what a collector does with them is its operator's. Errors: fault
// telemetry.address.
func (r *Recorder) SendTraces(address, version string, share float64) (*Traces, error) {
	if err := CheckTraces(address, share); err != nil {
		return nil, err
	}
	t := &Traces{address: address, client: &http.Client{Timeout: respite, Transport: &http.Transport{Proxy: nil, MaxIdleConns: 1, IdleConnTimeout: time.Minute},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	t.provider = trace.NewTracerProvider(trace.WithBatcher(t, trace.WithMaxQueueSize(waiting), trace.WithMaxExportBatchSize(parcel), trace.WithBatchTimeout(every), trace.WithExportTimeout(respite)),
		trace.WithSampler(trace.ParentBased(trace.TraceIDRatioBased(share))),
		trace.WithResource(resource.NewSchemaless(attribute.String("service.name", "zhibao"), attribute.String("service.version", version))))
	t.tracer = t.provider.Tracer("zhibao")
	r.traces = t
	r.Look(func(_ context.Context, put Put) {
		put("zhibao_spans_sent", float64(t.sent.Load()))
		put("zhibao_spans_lost", float64(t.lost.Load()))
	})
	return t, nil
}

// CheckTraces says what is wrong with an address or a share, as a fault telemetry.address.
func CheckTraces(address string, share float64) error {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" || u.User != nil || u.RawQuery != "" {
		return fault.New(fault.Invalid, "telemetry.address", "请把调用链的接收地址写成本机的 http 地址，例如 http://127.0.0.1:4318/v1/traces")
	}
	if ip := net.ParseIP(cmp.Or(map[string]string{"localhost": "127.0.0.1"}[u.Hostname()], u.Hostname())); ip == nil || !ip.IsLoopback() {
		return fault.New(fault.Invalid, "telemetry.address", "调用链只送往本机的接收程序，请改为本机地址，例如 http://127.0.0.1:4318/v1/traces；要送往别处时，由接收程序转送")
	}
	if share <= 0 || share > 1 {
		return fault.New(fault.Invalid, "telemetry.address", "请把调用链的比例写成大于 0、不超过 1 的数，例如 0.1")
	}
	return nil
}

// Stop sends what waits, at most as long as the context allows, and ends.
func (t *Traces) Stop(ctx context.Context) error {
	if t == nil {
		return nil
	}
	return t.provider.Shutdown(ctx)
}

// begin opens a span.
func (t *Traces) begin(ctx context.Context, kind Kind, name string) (context.Context, func(outcome string)) {
	of := map[Kind]api.SpanKind{Request: api.SpanKindServer, Outbound: api.SpanKindClient}[kind]
	ctx, span := t.tracer.Start(ctx, string(kind)+" "+name, api.WithSpanKind(cmp.Or(of, api.SpanKindInternal)))
	return ctx, func(outcome string) {
		if outcome == "failed" || outcome == "5xx" {
			span.SetStatus(codes.Error, "")
		}
		span.SetAttributes(attribute.String("outcome", outcome))
		span.End()
	}
}

// TraceOf is the number of the trace that a piece of work belongs to, "" where it is not sent. It stands in
// the log, so that a line and a trace find each other.
func TraceOf(ctx context.Context) string {
	if c := api.SpanContextFromContext(ctx); c.IsSampled() {
		return c.TraceID().String()
	}
	return ""
}

// What follows is OTLP 1.x in its JSON form: numbers of traces and spans in hexadecimal, times as decimal
// words.
type (
	otlpValue struct {
		Word string `json:"stringValue"`
	}
	otlpAttribute struct {
		Key   string    `json:"key"`
		Value otlpValue `json:"value"`
	}
	otlpStatus struct {
		Code int `json:"code,omitempty"`
	}
	otlpSpan struct {
		Trace      string          `json:"traceId"`
		Span       string          `json:"spanId"`
		Parent     string          `json:"parentSpanId,omitempty"`
		Name       string          `json:"name"`
		Kind       int             `json:"kind"`
		From       string          `json:"startTimeUnixNano"`
		To         string          `json:"endTimeUnixNano"`
		Attributes []otlpAttribute `json:"attributes,omitempty"`
		Status     otlpStatus      `json:"status"`
	}
	otlpScope struct {
		Scope struct {
			Name string `json:"name"`
		} `json:"scope"`
		Spans []otlpSpan `json:"spans"`
	}
	otlpResource struct {
		Resource struct {
			Attributes []otlpAttribute `json:"attributes"`
		} `json:"resource"`
		Scopes []otlpScope `json:"scopeSpans"`
	}
	otlpRequest struct {
		Resources []otlpResource `json:"resourceSpans"`
	}
)

// attributes writes down what is said of something.
func attributes(all []attribute.KeyValue) (out []otlpAttribute) {
	for _, a := range all {
		out = append(out, otlpAttribute{string(a.Key), otlpValue{a.Value.String()}})
	}
	return out
}

// written is the request with which spans are sent.
func written(spans []trace.ReadOnlySpan) ([]byte, error) {
	var scope otlpScope
	scope.Scope.Name = "zhibao"
	nano := func(t time.Time) string { return strconv.FormatInt(t.UnixNano(), 10) }
	for _, s := range spans {
		o := otlpSpan{Trace: s.SpanContext().TraceID().String(), Span: s.SpanContext().SpanID().String(), Name: s.Name(), Kind: int(s.SpanKind()),
			From: nano(s.StartTime()), To: nano(s.EndTime()), Attributes: attributes(s.Attributes())}
		if s.Parent().HasSpanID() {
			o.Parent = s.Parent().SpanID().String()
		}
		if s.Status().Code == codes.Error {
			o.Status.Code = 2 // STATUS_CODE_ERROR
		}
		scope.Spans = append(scope.Spans, o)
	}
	r := otlpResource{Scopes: []otlpScope{scope}}
	if len(spans) > 0 {
		r.Resource.Attributes = attributes(spans[0].Resource().Attributes())
	}
	return json.Marshal(otlpRequest{[]otlpResource{r}})
}

// ExportSpans sends spans, once: what a collector does not take is counted and let go, for it must never
// hold up the work.
func (t *Traces) ExportSpans(ctx context.Context, spans []trace.ReadOnlySpan) error {
	err := t.send(ctx, spans)
	if err != nil {
		t.lost.Add(int64(len(spans)))
		return nil //nolint:nilerr // counted, and an alarm rests on the count
	}
	t.sent.Add(int64(len(spans)))
	return nil
}

func (t *Traces) send(ctx context.Context, spans []trace.ReadOnlySpan) error {
	body, err := written(spans)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, t.address, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := t.client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	_, err = io.Copy(io.Discard, io.LimitReader(res.Body, 1<<16))
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("the collector answers %d", res.StatusCode)
	}
	return err
}

// Shutdown is called once everything was sent.
func (t *Traces) Shutdown(context.Context) error {
	t.client.CloseIdleConnections()
	return nil
}
