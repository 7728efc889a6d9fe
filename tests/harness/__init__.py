"""What tests stand on: private databases on both engines, a real server, a real browser, and nothing left running."""
