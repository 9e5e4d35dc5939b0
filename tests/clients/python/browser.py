"""What a person does in a browser when a program shows a code: signs in, enters it, says yes."""

import os
import re

import requests


def enter(address: str, user_code: str) -> None:
    """Enter a code at the address that the program shows, as the admin that the environment names."""
    browser = requests.Session()
    browser.trust_env, browser.verify = False, os.environ["SSL_CERT_FILE"]

    def submit(url: str, **form: str) -> requests.Response:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(url).text)
        return browser.post(url, {**form, "csrfmiddlewaretoken": token[1]}, headers={"Referer": url})

    sign_in = browser.get(address).url
    submit(sign_in, username=os.environ["ADMIN"], password=os.environ["PASSWORD"], next="/devicelogin")
    submit(address, user_code=user_code)
    submit(address, user_code=user_code, answer="continue")
