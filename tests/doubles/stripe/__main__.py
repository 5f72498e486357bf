import argparse
import threading

from tests.doubles.stripe import SECRET, StripeServer


def main():
    parser = argparse.ArgumentParser(description="A Stripe on the loopback interface.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--webhook", default="", help="where events go")
    parser.add_argument("--secret", default=SECRET)
    args = parser.parse_args()
    with StripeServer(args.port) as server:
        if args.webhook:
            server.deliver_to(args.webhook, args.secret)
        print(f"STRIPE_API_BASE={server.url} STRIPE_SECRET_KEY=sk_test_{'loopback' * 3}", flush=True)
        print(f"STRIPE_WEBHOOK_SECRET={args.secret}", flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
